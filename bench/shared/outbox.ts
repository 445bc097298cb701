import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Vault } from '../../apps/server/src/platform/crypto/sealing';
import type { OwedSms } from './warning-times';

const MOST_WAIT_MS = 180_000;
const LOOK_EVERY_MS = 100;

/** Waits until the outbox has nothing left to send. @throws Error when that takes three minutes */
export async function untilNothingIsOpen(owner: pg.Client): Promise<void> {
  const until = performance.now() + MOST_WAIT_MS;
  for (;;) {
    const { rows } = await owner.query<{ open: string }>("select count(*) as open from sms_messages where state in ('queued', 'sending')");
    if (Number(rows[0]?.open) === 0) return;
    if (performance.now() > until) throw new Error(`${rows[0]?.open} messages were still not accepted after three minutes`);
    await sleep(LOOK_EVERY_MS);
  }
}

interface MessageRow {
  readonly at: Date;
  readonly phone_sealed: Buffer;
  readonly body_sealed: Buffer;
}

/** Texts of warnings, of scans captured since a time and queued until another (epoch ms), as they are to arrive. */
export async function owedSms(owner: pg.Client, vault: Vault, since: number, queuedUntil = Number.MAX_SAFE_INTEGER): Promise<OwedSms[]> {
  const { rows } = await owner.query<MessageRow>(
    `select w.at, m.phone_sealed, m.body_sealed from sms_messages m join warnings w on w.id = m.warning_id
     where w.at >= $1 and extract(epoch from m.queued_at) * 1000 <= $2`,
    [new Date(since), queuedUntil],
  );
  return rows.map((row) => ({
    scannedAt: row.at.getTime(),
    to: vault.open('phone', row.phone_sealed),
    text: vault.open('message', row.body_sealed),
  }));
}
