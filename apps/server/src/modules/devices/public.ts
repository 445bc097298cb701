export { Entries } from './entries';
export { DeviceRoster } from './roster';
