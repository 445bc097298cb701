export { ClientGate } from './gate';
