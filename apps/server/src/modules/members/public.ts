export { type Appointment, appointManager } from './appointments';
export { findMembership } from './store';
