import { dayFrom } from '../../platform/days';
import { WorkLoop } from '../../platform/jobs';
import type { Logger } from '../../platform/logs';
import type { ModuleContext } from '../module';
import type { Facts } from './facts';
import { dropPartitions, ensurePartitions, sweepFactChanges } from './store';

const EVERY_MS = 600_000;
/** Days kept ready: back to the oldest scan that may still arrive, ahead past a long weekend without an operator. */
const DAYS_BACK = 4;
const DAYS_AHEAD = 7;
/** A node away for longer than this loads everything anew anyway: it was restarted. */
const CHANGES_KEPT_MS = 86_400_000;

type Context = Pick<ModuleContext, 'db' | 'clock' | 'config' | 'logger'>;

export async function keepPartitions({ db, clock, config }: Context): Promise<void> {
  const now = clock.now();
  await ensurePartitions(db, dayFrom(now, -DAYS_BACK, config.timeZone), dayFrom(now, DAYS_AHEAD, config.timeZone), config.timeZone);
}

/** Makes partitions ahead and drops what retention no longer allows. */
export function partitionLoop(context: Context): WorkLoop {
  const { db, clock, config, logger } = context;
  return new WorkLoop({
    name: 'visit partitions',
    everyMs: EVERY_MS,
    logger,
    run: async () => {
      await keepPartitions(context);
      const dropped = await dropPartitions(db, dayFrom(clock.now(), -config.retentionDays, config.timeZone));
      if (dropped > 0) logger.info({ dropped }, 'visit days dropped by retention');
      await sweepFactChanges(db, clock.now() - CHANGES_KEPT_MS);
      return false;
    },
  });
}

const REFRESH_MS = 5_000;

/** Reads changed facts at the latest every 5 s: a notification can be lost and a refresh can fail, but not for long. */
export function factsLoop(facts: Facts, logger: Logger): WorkLoop {
  return new WorkLoop({
    name: 'facts',
    everyMs: REFRESH_MS,
    logger,
    run: async () => {
      facts.observeAge();
      await facts.catchUp();
      return false;
    },
  });
}
