import type { ModuleContext } from '../module';

/** What requests of persons need. */
export type RequestContext = Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'config'>;

const DAY_MS = 86_400_000;
/** The law says fifteen working days (standards §6.1); days of the calendar are fewer, and nobody has to keep a list of holidays. */
export const DUE_MS = 15 * DAY_MS;
