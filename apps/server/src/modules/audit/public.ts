export { recordAudit, recordOperatorAudit } from './store';
