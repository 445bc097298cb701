import { WorkLoop } from '../../platform/jobs';
import type { ModuleContext } from '../module';
import { sweepDrafts } from './draft-store';

const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
const DRAFT_DAYS = 30;

/** Removes drafts that nobody went on with for a month: what is personal stays no longer than somebody needs it. */
export function draftsLoop({ db, clock, logger }: Pick<ModuleContext, 'db' | 'clock' | 'logger'>): WorkLoop {
  return new WorkLoop({
    name: 'application drafts',
    everyMs: EVERY_MS,
    logger,
    run: async () => {
      await sweepDrafts(db, new Date(clock.now() - DRAFT_DAYS * DAY_MS));
      return false;
    },
  });
}
