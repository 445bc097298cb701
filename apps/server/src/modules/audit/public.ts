export { recordAudit } from './store';
