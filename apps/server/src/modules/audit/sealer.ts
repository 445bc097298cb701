import type { Clock } from '../../platform/clock';
import type { Database } from '../../platform/database/database';
import { type Content, contentHash } from './content';
import { GENESIS, type Sealed, type SealKeys, sealHash } from './seal';
import { insertSeal, type LastSeal, lockSealer, readHighestListed, readLastSeal, readRunning, readUnsealed } from './seal-store';

const MOST_A_SEAL = 5_000;

export interface SealerOptions {
  readonly db: Database;
  readonly keys: SealKeys;
  readonly clock: Clock;
}

/** Where a seal begins to look, and what it will say of that. */
interface Span {
  readonly from: string;
  readonly afterId: string;
  /** Null: everything, whatever it is. */
  readonly limit: number | null;
}

/**
 * Seals committed events that no seal lists yet, after the fact: whoever writes an event waits for nobody, and no row is
 * written twice.
 * @returns whether there may be more at once.
 */
export async function sealNext({ db, keys, clock }: SealerOptions): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    if (!(await lockSealer(tx))) return false;
    const last = await readLastSeal(tx);
    const span = spanAfter(last, await readRunning(tx));
    const { events, running, snapshotEnd } = await readUnsealed(tx, span);
    if (events.length === 0) return false;
    const isRest = events.length === span.limit;
    const sealed: Sealed = {
      number: (last?.number ?? 0) + 1,
      position: (last?.position ?? 0) + events.length,
      sealedAt: new Date(clock.now()).toISOString(),
      eventIds: events.map(([id]) => id),
      contentHashes: events.map(contentHash),
      completeBefore: isRest ? span.from : running,
      snapshotEnd,
      afterId: span.limit === null ? highest([await readHighestListed(tx), ...idsOfBefore(events, snapshotEnd)]) : span.afterId,
    };
    const head = { ...sealed, hash: sealHash(sealed, last?.hash ?? GENESIS) };
    await insertSeal(tx, { ...head, signature: keys.sign(head) });
    return isRest;
  });
}

/** Events whose transactions have not been in this cluster: they came with the dump, as everything below them did. */
function idsOfBefore(events: readonly Content[], snapshotEnd: string): string[] {
  return events.filter(([, , transaction]) => BigInt(transaction) >= BigInt(snapshotEnd)).map(([id]) => id);
}

const highest = (ids: readonly string[]) => ids.reduce((one, other) => (BigInt(other) > BigInt(one) ? other : one), '0');

/** In a cluster younger than the last seal (a dump read back) transactions count from the beginning again. */
function spanAfter(last: LastSeal | undefined, running: string): Span {
  if (last === undefined) return { from: '0', afterId: '0', limit: MOST_A_SEAL };
  if (BigInt(running) < BigInt(last.completeBefore)) return { from: '0', afterId: last.afterId, limit: null };
  return { from: last.completeBefore, afterId: last.afterId, limit: MOST_A_SEAL };
}
