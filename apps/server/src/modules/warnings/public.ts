export { raiseWarning } from './service';
export { countOpenWarnings } from './store';
