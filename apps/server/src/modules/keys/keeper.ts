import { randomUUID } from 'node:crypto';
import type { Clock } from '../../platform/clock';
import { ClockDrift } from '../../platform/clock-drift';
import { ensureDayKeys } from '../../platform/crypto/key-edits';
import { dayKeyId, dayOfKey, isDayKey } from '../../platform/crypto/key-ids';
import { KeyRing } from '../../platform/crypto/key-ring';
import { loadKeys } from '../../platform/crypto/keys';
import type { SuiteId } from '../../platform/crypto/suites';
import type { Database } from '../../platform/database/database';
import { dayFrom } from '../../platform/days';
import { WorkLoop } from '../../platform/jobs';
import type { Logger } from '../../platform/logs';
import { recordAudit } from '../audit/public';
import { keptFrom, MESSAGE_DAYS } from '../retention/public';
import { matchKeys, restoredKeys } from './known-keys';
import { destroyNow } from './lifecycle';
import { readKnownKeys } from './store';

export interface KeyKeeperOptions {
  readonly db: Database;
  readonly keysFile: string;
  readonly suite: SuiteId;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly logger: Logger;
}

const EVERY_MS = 600_000;
/** Keys are there before their day is, at every process. */
const DAYS_AHEAD = 2;
/** As with visits: a clock that was set destroys nothing. */
const MOST_DRIFT_MS = 300_000;

type Days = Pick<KeyKeeperOptions, 'db' | 'keysFile' | 'suite' | 'clock' | 'timeZone'>;

/**
 * Makes the keys of today and the next days where they are missing. A day whose key was destroyed gets none.
 * @throws when the folder of the key file cannot be written
 */
export async function ensureDays({ db, keysFile, suite, clock, timeZone }: Days): Promise<void> {
  const now = clock.now();
  const known = new Map((await readKnownKeys(db)).map((key) => [key.id, key]));
  const days = Array.from({ length: DAYS_AHEAD + 1 }, (_, ahead) => dayFrom(now, ahead, timeZone));
  // A key that the database knows and the file does not hold is missing: a second one under its name would hide that.
  const wanted = days.filter((day) => !known.has(dayKeyId(day)));
  await ensureDayKeys(keysFile, wanted, suite, new Date(now).toISOString());
}

/** Destroys the keys of days whose messages are over, and those that came back with an old copy of the files. */
export async function destroyEnded(
  { db, keysFile, clock, timeZone, logger }: KeyKeeperOptions,
  drift: ClockDrift,
): Promise<readonly number[]> {
  if (Math.abs(drift.ms) > MOST_DRIFT_MS) return [];
  const ring = new KeyRing(await loadKeys(keysFile, false));
  const firstKept = keptFrom(clock.now(), timeZone);
  const ended = ring.all().flatMap(({ id }) => (isDayKey(id) && dayOfKey(id) < firstKept ? [id] : []));
  const restored = (await restoredKeys(db, ring)).filter(isDayKey);
  const ids = [...new Set([...ended, ...restored])];
  if (ids.length === 0) return [];
  const after = { keys: ids, keptDays: MESSAGE_DAYS };
  await destroyNow({ db, keysFile, clock }, ids, (tx) =>
    recordAudit(tx, { actor: 'platform', action: 'key.destroy', subject: 'messages', after, requestId: randomUUID() }),
  );
  logger.info({ keys: ids }, 'keys of days destroyed: their messages can be read by nobody any more');
  return ids;
}

/** Once a node: keys for the days to come, and an end to those that are over. */
export function keyKeeper(options: KeyKeeperOptions): WorkLoop {
  const drift = new ClockDrift(options.clock);
  return new WorkLoop({
    name: 'keys of days',
    everyMs: EVERY_MS,
    logger: options.logger,
    run: async () => {
      await ensureDays(options);
      const { db, keysFile, clock, timeZone, logger } = options;
      const missing = await matchKeys(db, new KeyRing(await loadKeys(keysFile, false)), keptFrom(clock.now(), timeZone));
      if (missing.length > 0) logger.error({ missing }, 'the key files are not those the database is sealed with: nodes must share them');
      await destroyEnded(options, drift);
      return false;
    },
  });
}
