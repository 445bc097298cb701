import { randomUUID } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../database/database';
import type { Receipt } from './smpp-sender';

export type MessagePurpose = 'sign_in' | 'warning_person' | 'warning_data_team' | 'escalation' | 'rights' | 'venue';

/** How long a message is worth sending, in ms. A late warning is shown in the console, not sent. */
const LIFE_MS: Readonly<Record<MessagePurpose, number>> = {
  sign_in: 300_000,
  warning_person: 3_600_000,
  warning_data_team: 3_600_000,
  escalation: 3_600_000,
  rights: 86_400_000,
  venue: 86_400_000,
};

/**
 * How long a receipt waits for its message, ms: twice the lease, after which the message would have been sent anew under
 * another number. Not longer, since a gateway that was started anew may give the number to another message.
 */
const RECEIPT_KEPT_MS = 60_000;

export interface NewMessage {
  readonly purpose: MessagePurpose;
  readonly phoneSealed: Buffer;
  readonly bodySealed: Buffer;
  readonly warningId?: string;
  /** UUID, given where several may write one and the same message: the first is kept, the others are not written. */
  readonly id?: string;
}

/** Writes messages into the outbox by one statement, in the transaction of what causes them. */
export async function queueMessages(db: Queryable, messages: readonly NewMessage[], now: number): Promise<void> {
  if (messages.length === 0) return;
  const at = new Date(now);
  // In one order everywhere, so that two transactions with the same ids wait for each other instead of deadlocking.
  await sql`with queued as (
      insert into sms_messages (id, purpose, warning_id, phone_sealed, body_sealed, next_attempt_at, queued_at, expires_at)
      select m.id, m.purpose, m.warning_id, m.phone_sealed, m.body_sealed, ${at}, ${at}, m.expires_at
      from unnest(${messages.map(({ id }) => id ?? randomUUID())}::uuid[], ${messages.map(({ purpose }) => purpose)}::text[],
        ${messages.map(({ warningId }) => warningId ?? null)}::uuid[], ${messages.map(({ phoneSealed }) => phoneSealed)}::bytea[],
        ${messages.map(({ bodySealed }) => bodySealed)}::bytea[],
        ${messages.map(({ purpose }) => new Date(now + LIFE_MS[purpose]))}::timestamptz[])
        as m (id, purpose, warning_id, phone_sealed, body_sealed, expires_at)
      order by m.id
      on conflict (id) do nothing returning id)
    select pg_notify('sms_messages', '') from queued limit 1`.execute(db);
}

/** Writes one; see {@link queueMessages}. */
export function queueMessage(db: Queryable, message: NewMessage, now: number): Promise<void> {
  return queueMessages(db, [message], now);
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

/** What the gateway said when it took a message. */
export interface Acceptance {
  readonly id: string;
  /** Under which the message was taken from the outbox. */
  readonly lease: string;
  readonly gatewayId: string;
}

/** The fence: a worker whose lease was taken over changes nothing. @returns how many were noted. */
export async function markAccepted(db: Queryable, acceptances: readonly Acceptance[], now: number): Promise<number> {
  const result = await sql`update sms_messages m
    set state = 'accepted', gateway_id = a.gateway_id, accepted_at = ${new Date(now)}, lease = null
    from unnest(${acceptances.map(({ id }) => id)}::uuid[], ${acceptances.map(({ lease }) => lease)}::uuid[],
      ${acceptances.map(({ gatewayId }) => gatewayId)}::text[]) as a (id, lease, gateway_id)
    where m.id = a.id and m.lease = a.lease`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}

export async function markFailed(db: Queryable, id: string, lease: string, retryAt: number): Promise<void> {
  await sql`update sms_messages set state = 'queued', lease = null, next_attempt_at = ${new Date(retryAt)} where id = ${id} and lease = ${lease}`.execute(
    db,
  );
}

/** Gateways begin their numbers anew one day: a receipt is of the message that was accepted last under its number. */
const receiverOf = (gatewayId: RawBuilder<unknown>) => sql`(select id from sms_messages m
  where m.gateway_id = ${gatewayId} and m.state = 'accepted' order by m.accepted_at desc limit 1)`;

/**
 * Notes receipts at their messages, or keeps them for messages whose acceptance is not noted yet.
 * @returns how many were kept: {@link applyKeptReceipts} then looks a second time.
 */
export async function noteReceipts(db: Queryable, receipts: readonly Receipt[], now: number): Promise<number> {
  const at = new Date(now);
  // One a message, the last: a statement changes a row once.
  const last = [...new Map(receipts.map((receipt) => [receipt.gatewayId, receipt])).values()];
  // The state is looked at again where it is written, for receipts that come twice at once.
  const kept = await sql`with receipt as materialized (
      select r.gateway_id, r.is_delivered, ${receiverOf(sql`r.gateway_id`)} as message_id
      from unnest(${last.map(({ gatewayId }) => gatewayId)}::text[], ${last.map(({ isDelivered }) => isDelivered)}::boolean[])
        as r (gateway_id, is_delivered)),
    noted as (
      update sms_messages m set state = case when r.is_delivered then 'delivered' else 'undelivered' end, delivered_at = ${at}
      from receipt r where m.id = r.message_id and m.state = 'accepted' returning r.gateway_id)
    insert into sms_receipts (gateway_id, is_delivered, received_at)
    select gateway_id, is_delivered, ${at} from receipt where gateway_id not in (select gateway_id from noted)
    order by gateway_id
    on conflict (gateway_id) do update set is_delivered = excluded.is_delivered, received_at = excluded.received_at`.execute(db);
  return Number(kept.numAffectedRows ?? 0);
}

/**
 * Notes kept receipts whose messages have been accepted since. Asked after the commit of either, and again and again:
 * who looks second finds the other, and when that one dies somebody looks a third time (docs/adr/0015).
 * @returns whether a message changed.
 */
export async function applyKeptReceipts(db: Queryable, now: number): Promise<boolean> {
  const applied = await sql`with kept as (
      delete from sms_receipts r where received_at > ${new Date(now - RECEIPT_KEPT_MS)}
        and exists ${receiverOf(sql`r.gateway_id`)}
      returning is_delivered, received_at, ${receiverOf(sql`r.gateway_id`)} as message_id)
    update sms_messages set state = case when is_delivered then 'delivered' else 'undelivered' end, delivered_at = received_at
    from kept where id = message_id and state = 'accepted'`.execute(db);
  return (applied.numAffectedRows ?? 0n) > 0n;
}

/** Receipts that were nobody's: of a message sent twice, or of another system on the same account. */
export async function sweepReceipts(db: Queryable, now: number): Promise<void> {
  await sql`delete from sms_receipts where received_at <= ${new Date(now - RECEIPT_KEPT_MS)}`.execute(db);
}

/** Message texts hold a sign-in code or a place: nothing older than a month is kept. @returns how many went */
export async function sweepMessages(db: Queryable, before: number): Promise<number> {
  const swept = await sql`delete from sms_messages where queued_at < ${new Date(before)}`.execute(db);
  return Number(swept.numAffectedRows ?? 0n);
}
