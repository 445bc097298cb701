import { sql } from 'kysely';
import type { Clock } from './clock';
import type { Vault } from './crypto/sealing';
import type { Queryable } from './database/database';

/** How often something may be tried. */
export interface AttemptRule {
  /** What is tried; keys of different rules do not meet. */
  readonly name: string;
  readonly most: number;
  /** From the first attempt on, ms. */
  readonly periodMs: number;
}

export interface AttemptContext {
  readonly db: Queryable;
  readonly vault: Vault;
  readonly clock: Clock;
}

/**
 * Counts an attempt by a key in the database, so that it counts for every process of every node and outlives them. Count
 * before looking at what was tried: attempts made at once then count too. What a clock that was ahead counted ends no later
 * than what is counted now.
 * @returns seconds to wait when there were too many, 0 when this one may be made.
 */
export async function countAttempt({ db, vault, clock }: AttemptContext, rule: AttemptRule, key: string): Promise<number> {
  const now = clock.now();
  const at = new Date(now);
  const { rows } = await sql<{ count: number; expiresAt: Date }>`insert into attempts (key, count, expires_at)
    values (${keyHash(vault, rule, key)}, 1, ${new Date(now + rule.periodMs)})
    on conflict (key) do update set
      count = case when attempts.expires_at <= ${at} then 1 else attempts.count + 1 end,
      expires_at = case when attempts.expires_at <= ${at} then excluded.expires_at else least(attempts.expires_at, excluded.expires_at) end
    returning count, expires_at`.execute(db);
  const [counted] = rows;
  if (counted === undefined || counted.count <= rule.most) return 0;
  return Math.max(1, Math.ceil((counted.expiresAt.getTime() - now) / 1000));
}

/** Begins anew for a key, after an attempt that succeeded. */
export async function forgetAttempts({ db, vault }: Omit<AttemptContext, 'clock'>, rule: AttemptRule, key: string): Promise<void> {
  await sql`delete from attempts where key = ${keyHash(vault, rule, key)}`.execute(db);
}

/** Removes what no longer counts. */
export async function sweepAttempts(db: Queryable, now: number): Promise<void> {
  await sql`delete from attempts where expires_at <= ${new Date(now)}`.execute(db);
}

function keyHash(vault: Vault, rule: AttemptRule, key: string): Buffer {
  return vault.index('phone', `attempt:${rule.name}\n${key}`);
}
