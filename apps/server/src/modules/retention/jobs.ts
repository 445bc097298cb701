import { ClockDrift } from '../../platform/clock-drift';
import { WorkLoop } from '../../platform/jobs';
import type { ModuleContext } from '../module';
import { SWEPT } from './classes';
import { noteRun, sweepEnded } from './store';

const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Rows of a transaction. */
const BATCH = 200;
/** As with visits: a clock that was set removes nothing. */
const MOST_DRIFT_MS = 300_000;

type Context = Pick<ModuleContext, 'db' | 'clock' | 'logger'>;

/** Removes what is over of every class that has no partitions and no keys. Nodes that sweep at once skip each other's rows. */
export function retentionLoop(context: Context): WorkLoop {
  const drift = new ClockDrift(context.clock);
  return new WorkLoop({
    name: 'retention',
    everyMs: EVERY_MS,
    logger: context.logger,
    run: async () => {
      if (Math.abs(drift.ms) <= MOST_DRIFT_MS) await sweepAll(context);
      return false;
    },
  });
}

/** @returns how many went, by class. One class that fails does not keep the others. */
export async function sweepAll({ db, clock, logger }: Context): Promise<Readonly<Record<string, number>>> {
  const removed: Record<string, number> = {};
  for (const { name, days } of SWEPT) {
    const now = clock.now();
    const before = new Date(now - days * DAY_MS);
    let count = 0;
    try {
      for (let swept = BATCH; swept >= BATCH; count += swept) swept = await sweepEnded(db, name, before, BATCH);
      await noteRun(db, name, count, now);
    } catch (error) {
      logger.error({ err: error, class: name }, 'what is over could not be removed; it is tried again');
    }
    removed[name] = count;
    if (count > 0) logger.info({ class: name, removed: count }, 'removed by retention');
  }
  return removed;
}
