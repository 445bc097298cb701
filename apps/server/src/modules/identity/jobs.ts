import { sweepAttempts } from '../../platform/attempt-limits';
import { hashToken } from '../../platform/crypto/sealing';
import type { Streams } from '../../platform/http/streams';
import { WorkLoop } from '../../platform/jobs';
import type { Notifications } from '../../platform/notifications';
import type { Sessions } from '../../platform/sessions';
import { sweepMessages, sweepReceipts } from '../../platform/sms/store';
import type { ModuleContext } from '../module';
import { MESSAGE_DAYS, noteRun } from '../retention/public';
import { sweepEndedSessions } from './resident-session-store';
import { sweepTickets } from './second-factor-store';
import { sweepSignIn } from './sign-in-store';
import { readLiveSessions } from './staff-session-store';

const EVERY_MS = 3_600_000;
/** A session that runs out is told by nobody, and a notification can be lost: no feed outlives its session by more. */
const FEEDS_EVERY_MS = 5_000;
const DAY_MS = 86_400_000;

/** Removes sessions, codes and messages whose time is over. */
export function sweepLoop({ db, clock, logger }: ModuleContext, sessions: Sessions): WorkLoop {
  return new WorkLoop({
    name: 'sweep',
    everyMs: EVERY_MS,
    logger,
    run: async () => {
      const now = clock.now();
      await sessions.sweep(now);
      await sweepEndedSessions(db, now);
      await sweepSignIn(db, now);
      await sweepTickets(db, now);
      await sweepAttempts(db, now);
      await sweepReceipts(db, now);
      await noteRun(db, 'messages', await sweepMessages(db, now - MESSAGE_DAYS * DAY_MS), now);
      return false;
    },
  });
}

/** Ends open feeds with the session they began with: signed out, revoked, run out, or its account suspended. */
export function feedSessionsLoop(
  { db, clock, logger }: Pick<ModuleContext, 'db' | 'clock' | 'logger'>,
  streams: Streams,
  notifications: Notifications,
): WorkLoop {
  const loop = new WorkLoop({
    name: 'sessions of feeds',
    everyMs: FEEDS_EVERY_MS,
    logger,
    run: async () => {
      const held = streams.sessions.map((token) => ({ token, hash: hashToken(token) }));
      if (held.length === 0) return false;
      const hashes = held.map(({ hash }) => hash);
      const live = new Set((await readLiveSessions(db, hashes, clock.now())).map((hash) => hash.toString('hex')));
      for (const { token, hash } of held) if (!live.has(hash.toString('hex'))) streams.closeOf(token);
      return false;
    },
  });
  notifications.on('sessions_ended', () => loop.wake());
  return loop;
}
