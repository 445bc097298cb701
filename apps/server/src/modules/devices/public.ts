export { DeviceRoster } from './roster';
