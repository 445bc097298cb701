import { randomUUID } from 'node:crypto';
import { translate } from '../../platform/i18n';
import { WorkLoop } from '../../platform/jobs';
import { queueMessage } from '../../platform/sms/store';
import { ownRegistration } from '../identity/public';
import type { ModuleContext } from '../module';
import { carryOut } from './requests';
import { listWaiting, type WaitingRow } from './store';

const EVERY_MS = 3_600_000;
const A_READING = 100;

/** Erases those who asked for it, when the last record that had to be kept is gone. Any number of nodes may do it. */
export function erasureLoop(context: ModuleContext): WorkLoop {
  return new WorkLoop({ name: 'erasures', everyMs: EVERY_MS, logger: context.logger, run: () => eraseDue(context) });
}

/** One walk through all who wait. */
export async function eraseDue(context: Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'config'>): Promise<false> {
  for (let after: string | undefined; ; ) {
    const waiting = await listWaiting(context.db, after, A_READING);
    for (const request of waiting) await eraseOne(context, request);
    after = waiting.at(-1)?.id;
    if (waiting.length < A_READING) return false;
  }
}

async function eraseOne(context: Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'config'>, request: WaitingRow): Promise<void> {
  const { db, vault, clock } = context;
  await db.transaction().execute(async (tx) => {
    // Read before it is gone: the person is told once more, and the message is swept like every other.
    const phone = await ownRegistration(tx, vault, request.personId).then(
      (own) => own.phone,
      () => '',
    );
    if (!(await carryOut(context, tx, request, randomUUID())) || phone === '') return;
    const text = `${translate('zh', 'sms.erased')} ${translate('en', 'sms.erased')}`;
    await queueMessage(
      tx,
      { purpose: 'rights', phoneSealed: vault.seal('phone', phone), bodySealed: vault.seal('message', text) },
      clock.now(),
    );
  });
}
