import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Queryable } from '../database/database';

export type MessagePurpose = 'sign_in' | 'warning_person' | 'warning_data_team' | 'escalation';

/** How long a message is worth sending, in ms. A late warning is shown in the console, not sent. */
const LIFE_MS: Readonly<Record<MessagePurpose, number>> = {
  sign_in: 300_000,
  warning_person: 3_600_000,
  warning_data_team: 3_600_000,
  escalation: 3_600_000,
};

export interface NewMessage {
  readonly purpose: MessagePurpose;
  readonly phoneSealed: Buffer;
  readonly bodySealed: Buffer;
  readonly warningId?: string;
}

/** Writes a message into the outbox, in the transaction of what causes it. */
export async function queueMessage(db: Queryable, message: NewMessage, now: number): Promise<void> {
  const at = new Date(now);
  await sql`insert into sms_messages (id, purpose, warning_id, phone_sealed, body_sealed, next_attempt_at, queued_at, expires_at)
    values (${randomUUID()}, ${message.purpose}, ${message.warningId ?? null}, ${message.phoneSealed}, ${message.bodySealed},
      ${at}, ${at}, ${new Date(now + LIFE_MS[message.purpose])})`.execute(db);
  await sql`select pg_notify('sms_messages', '')`.execute(db);
}

export interface LeasedMessage {
  readonly id: string;
  readonly phoneSealed: Buffer;
  readonly bodySealed: Buffer;
  readonly attempts: number;
}

/** Takes due messages for a while. Whoever dies holding some loses them to the next worker when the lease runs out. */
export async function leaseMessages(db: Queryable, lease: string, now: number, leaseMs: number, most: number): Promise<LeasedMessage[]> {
  const at = new Date(now);
  await sql`update sms_messages set state = 'expired' where state in ('queued', 'sending') and next_attempt_at <= ${at} and expires_at <= ${at}`.execute(
    db,
  );
  const { rows } = await sql<LeasedMessage>`update sms_messages
    set state = 'sending', lease = ${lease}, attempts = attempts + 1, next_attempt_at = ${new Date(now + leaseMs)}
    where id in (
      select id from sms_messages where state in ('queued', 'sending') and next_attempt_at <= ${at}
      order by next_attempt_at limit ${most} for update skip locked)
    returning id, phone_sealed, body_sealed, attempts`.execute(db);
  return rows;
}

/** The fence: a worker whose lease was taken over changes nothing. */
export async function markAccepted(db: Queryable, id: string, lease: string, gatewayId: string, now: number): Promise<boolean> {
  const result =
    await sql`update sms_messages set state = 'accepted', gateway_id = ${gatewayId}, accepted_at = ${new Date(now)}, lease = null
    where id = ${id} and lease = ${lease}`.execute(db);
  return result.numAffectedRows === 1n;
}

export async function markFailed(db: Queryable, id: string, lease: string, retryAt: number): Promise<void> {
  await sql`update sms_messages set state = 'queued', lease = null, next_attempt_at = ${new Date(retryAt)} where id = ${id} and lease = ${lease}`.execute(
    db,
  );
}

/** @returns false when no message has this gateway id (yet). */
export async function markReceipt(db: Queryable, gatewayId: string, isDelivered: boolean, now: number): Promise<boolean> {
  const result = await sql`update sms_messages set state = ${isDelivered ? 'delivered' : 'undelivered'}, delivered_at = ${new Date(now)}
    where gateway_id = ${gatewayId} and state = 'accepted'`.execute(db);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** Message texts hold a sign-in code or a place: nothing older than a month is kept. */
export async function sweepMessages(db: Queryable, before: number): Promise<void> {
  await sql`delete from sms_messages where queued_at < ${new Date(before)}`.execute(db);
}
