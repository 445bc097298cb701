export { keptFrom, MESSAGE_DAYS } from './classes';
export { noteRun } from './store';
