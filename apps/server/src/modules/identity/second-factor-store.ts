import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';
import { type StaffRow, staffColumns } from './store';

/** From the password to the session (docs/adr/0018). */
export const TICKET_LIFE_MS = 5 * 60_000;

export interface SecondFactorRow {
  readonly secretSealed: Buffer;
  readonly lastStep: number;
  readonly enrolledAt: Date;
  readonly codesLeft: number;
}

export async function findSecondFactor(db: Queryable, staffId: number): Promise<SecondFactorRow | undefined> {
  const { rows } = await sql<SecondFactorRow>`select secret_sealed, last_step, enrolled_at,
      (select count(*) from staff_recovery_codes c where c.staff_id = f.staff_id) as codes_left
    from staff_second_factors f where staff_id = ${staffId}`.execute(db);
  return rows[0];
}

/**
 * Uses the code of a time step up.
 * @returns false when it, or one after it, was used meanwhile: of two who show the same code at once, one comes in.
 */
export async function useStep(tx: Tx, staffId: number, step: number): Promise<boolean> {
  const result = await sql`update staff_second_factors set last_step = ${step} where staff_id = ${staffId} and last_step < ${step}`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}

/** Uses a recovery code up. @returns false when it is none, or was used. */
export async function useRecoveryCode(tx: Tx, staffId: number, codeHash: Buffer): Promise<boolean> {
  const result = await sql`delete from staff_recovery_codes where staff_id = ${staffId} and code_hash = ${codeHash}`.execute(tx);
  return result.numAffectedRows === 1n;
}

export interface NewSecondFactor {
  readonly staffId: number;
  readonly secretSealed: Buffer;
  /** Of the code that brought it into force. */
  readonly step: number;
  /** Whether it may take the place of another: never for whoever knows no more than the password. */
  readonly mayReplace: boolean;
}

/** Brings an authenticator into force. @returns false when there is another that stays. */
export async function saveSecondFactor(
  tx: Tx,
  { staffId, secretSealed, step, mayReplace }: NewSecondFactor,
  now: number,
): Promise<boolean> {
  const result = await sql`insert into staff_second_factors (staff_id, secret_sealed, last_step, enrolled_at)
    values (${staffId}, ${secretSealed}, ${step}, ${new Date(now)})
    on conflict (staff_id) do update set secret_sealed = excluded.secret_sealed, last_step = excluded.last_step,
      enrolled_at = excluded.enrolled_at where ${mayReplace}`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Recovery codes in place of those before. @returns false when there is no second factor that they could stand for. */
export async function replaceRecoveryCodes(tx: Tx, staffId: number, codeHashes: readonly Buffer[]): Promise<boolean> {
  const { rows } = await sql`select from staff_second_factors where staff_id = ${staffId} for update`.execute(tx);
  if (rows.length === 0) return false;
  await sql`delete from staff_recovery_codes where staff_id = ${staffId}`.execute(tx);
  await sql`insert into staff_recovery_codes (staff_id, code_hash)
    select ${staffId}, unnest(${[...codeHashes]}::bytea[])`.execute(tx);
  return true;
}

/**
 * Forgets the second factor of an account, whose holder enrols a new one at the next sign-in. Tickets under way go too.
 * @returns false when there was none.
 */
export async function resetSecondFactor(tx: Tx, staffId: number): Promise<boolean> {
  const result = await sql`delete from staff_second_factors where staff_id = ${staffId}`.execute(tx);
  await endTickets(tx, staffId);
  return result.numAffectedRows === 1n;
}

export type TicketStep = 'code' | 'enrol';

export interface NewTicket {
  readonly tokenHash: Buffer;
  readonly staffId: number;
  readonly step: TicketStep;
  /** Token of the session in which an enrolment begins. */
  readonly replaces?: Buffer;
}

export async function saveTicket(db: Queryable, { tokenHash, staffId, step, replaces }: NewTicket, now: number): Promise<void> {
  await sql`insert into sign_in_tickets (token_hash, staff_id, step, replaces, expires_at)
    values (${tokenHash}, ${staffId}, ${step}, ${replaces ?? null}, ${new Date(now + TICKET_LIFE_MS)})`.execute(db);
}

export interface TicketRow extends StaffRow {
  readonly secretSealed: Buffer | null;
  readonly replaces: Buffer | null;
}

/** A ticket that leads to a step and has not run out, with its account; of a suspended account there is none. */
export async function findTicket(db: Queryable, tokenHash: Buffer, step: TicketStep, now: number): Promise<TicketRow | undefined> {
  // One that seems to live longer than any is from before the clock was set back.
  const { rows } = await sql<TicketRow>`select ${staffColumns}, x.secret_sealed, x.replaces
    from sign_in_tickets x join staff_accounts s on s.id = x.staff_id join roles r on r.id = s.role_id
    where x.token_hash = ${tokenHash} and x.step = ${step} and s.suspended_at is null
      and x.expires_at > ${new Date(now)} and x.expires_at <= ${new Date(now + TICKET_LIFE_MS + 60_000)}`.execute(db);
  return rows[0];
}

/** The secret that a ticket enrols: the one given, unless another came first. */
export async function keepTicketSecret(db: Queryable, tokenHash: Buffer, secretSealed: Buffer): Promise<Buffer | undefined> {
  const { rows } = await sql<{ secretSealed: Buffer }>`update sign_in_tickets set secret_sealed = coalesce(secret_sealed, ${secretSealed})
    where token_hash = ${tokenHash} returning secret_sealed`.execute(db);
  return rows[0]?.secretSealed;
}

/** Uses a ticket up. @returns false when another request did. */
export async function useTicket(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  const result = await sql`delete from sign_in_tickets where token_hash = ${tokenHash}`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Whoever knew a password that is none any more is not on the way in. */
export async function endTickets(tx: Tx, staffId: number): Promise<void> {
  await sql`delete from sign_in_tickets where staff_id = ${staffId}`.execute(tx);
}

export async function sweepTickets(db: Queryable, now: number): Promise<void> {
  await sql`delete from sign_in_tickets where expires_at < ${new Date(now)}`.execute(db);
}

/** @returns false when the password is not the one it was any more. */
export async function replacePassword(tx: Tx, staffId: number, before: string, after: string): Promise<boolean> {
  const result = await sql`update staff_accounts set password_hash = ${after} where id = ${staffId} and password_hash = ${before}`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}
