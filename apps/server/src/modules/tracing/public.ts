export { countOpenTraces } from './store';
