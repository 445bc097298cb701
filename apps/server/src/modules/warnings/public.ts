export { raiseWarnings } from './service';
export { countOpenWarnings } from './store';
