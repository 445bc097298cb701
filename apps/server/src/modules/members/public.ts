export { appointManager } from './appointments';
export { findMembership } from './store';
