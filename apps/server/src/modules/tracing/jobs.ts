import { WorkLoop } from '../../platform/jobs';
import type { ModuleContext } from '../module';
import { listTouched } from './touched-store';

const EVERY_MS = 30_000;

/** Lists whom each trace touched, so that they can be told; nobody waits for it, least of all who approved. */
export function touchedLoop({ db, logger }: Pick<ModuleContext, 'db' | 'logger'>): WorkLoop {
  return new WorkLoop({ name: 'whom traces touched', everyMs: EVERY_MS, logger, run: () => listTouched(db) });
}
