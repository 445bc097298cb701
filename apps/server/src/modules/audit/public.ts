export { type AuditEntry, recordAudit } from './store';
