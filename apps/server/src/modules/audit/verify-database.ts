import type { Database } from '../../platform/database/database';
import { inOneSnapshot, listSeals, listUnlisted, readContents, readLastSeal } from './seal-store';
import { type Verification, Verifier, type VerifierOptions } from './verify';

const SEALS_A_READING = 20;

/** Verifies the log in a database, as it is at this moment. Reads only; no server has to run. */
export function verifyDatabase(db: Database, options: VerifierOptions): Promise<Verification> {
  return inOneSnapshot(db, async (tx) => {
    const verifier = new Verifier(options);
    for (let after = 0, more = true; more; ) {
      const seals = await listSeals(tx, after, SEALS_A_READING);
      for (const seal of seals) verifier.seal(seal, await readContents(tx, seal.eventIds));
      after = seals.at(-1)?.number ?? after;
      more = seals.length === SEALS_A_READING;
    }
    for (const { id, waits } of await listUnlisted(tx, await readLastSeal(tx))) {
      if (waits) verifier.waits();
      else verifier.inserted(id);
    }
    return verifier.finish();
  });
}
