import { ClockDrift } from '../../platform/clock-drift';
import { dayFrom } from '../../platform/days';
import { WorkLoop } from '../../platform/jobs';
import type { Logger } from '../../platform/logs';
import type { ModuleContext } from '../module';
import { noteRun } from '../retention/public';
import type { Facts } from './facts';
import { dropPartitions, ensurePartitions, sweepFactChanges } from './store';

const EVERY_MS = 600_000;
/** Days kept ready: back to the oldest scan that may still arrive, ahead past a long weekend without an operator. */
const DAYS_BACK = 4;
const DAYS_AHEAD = 7;
/** A node away for longer than this loads everything anew anyway: it was restarted. */
const CHANGES_KEPT_MS = 86_400_000;
/** A clock that was set by more than this says nothing about how old a visit is. A correction by NTP is far less. */
const MOST_DRIFT_MS = 300_000;

type Context = Pick<ModuleContext, 'db' | 'clock' | 'config' | 'logger'>;

export async function keepPartitions({ db, clock, config }: Context): Promise<void> {
  const now = clock.now();
  await ensurePartitions(db, dayFrom(now, -DAYS_BACK, config.timeZone), dayFrom(now, DAYS_AHEAD, config.timeZone), config.timeZone);
}

/** Makes partitions ahead and drops what retention no longer allows. */
export function partitionLoop(context: Context): WorkLoop {
  const drift = new ClockDrift(context.clock);
  return new WorkLoop({
    name: 'visit partitions',
    everyMs: EVERY_MS,
    logger: context.logger,
    run: async () => {
      await keepPartitions(context);
      await dropWhatIsOver(context, drift);
      return false;
    },
  });
}

/** Destroys nothing on the word of a clock that was set while this process ran. @returns days of visits dropped. */
export async function dropWhatIsOver({ db, clock, config, logger }: Context, drift: ClockDrift): Promise<number> {
  const driftMs = drift.ms;
  if (Math.abs(driftMs) > MOST_DRIFT_MS) {
    logger.warn(
      { driftSeconds: Math.round(driftMs / 1000) },
      'the clock was set while this process ran, or the machine slept, so nobody knows which days are over: none is dropped; when the time is right, restart',
    );
    return 0;
  }
  const dropped = await dropPartitions(db, dayFrom(clock.now(), -config.retentionDays, config.timeZone));
  await noteRun(db, 'visits', dropped, clock.now());
  if (dropped > 0) logger.info({ dropped }, 'visit days dropped by retention');
  await sweepFactChanges(db, clock.now() - CHANGES_KEPT_MS);
  return dropped;
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
