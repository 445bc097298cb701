import { sweepAttempts } from '../../platform/attempt-limits';
import { WorkLoop } from '../../platform/jobs';
import type { Sessions } from '../../platform/sessions';
import { sweepMessages, sweepReceipts } from '../../platform/sms/store';
import type { ModuleContext } from '../module';
import { sweepEndedSessions } from './resident-session-store';
import { sweepSignIn } from './sign-in-store';

const EVERY_MS = 3_600_000;
const MESSAGES_KEPT_MS = 30 * 86_400_000;

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
      await sweepAttempts(db, now);
      await sweepReceipts(db, now);
      await sweepMessages(db, now - MESSAGES_KEPT_MS);
      return false;
    },
  });
}
