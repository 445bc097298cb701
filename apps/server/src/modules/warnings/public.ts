export { type Alarm, raiseWarning } from './service';
export { countOpenWarnings } from './store';
