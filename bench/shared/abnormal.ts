import type pg from 'pg';
import type { City } from './city';
import { EXTRA_EVIDENCE_SOURCE, withClient, withDatabase } from './database';
import { addEvidence, sealResidents } from './fill-city';
import { spreadAccounts } from './sign-in';
import type { Undo } from './undo';

/** Every so many-th. @param percent above 0, at most 100 */
export function shareOf<T>(all: readonly T[], percent: number): T[] {
  return all.filter((_, index) => Math.floor(((index + 1) * percent) / 100) > Math.floor((index * percent) / 100));
}

/**
 * Makes a share of the residents who take part abnormal, beside those who are in the city anyway, while nothing runs on it.
 * Their telephones are opened, so they are sealed with the city's own keys; opening a kept city anew takes it back.
 */
export async function makeAbnormal({ dataDir }: City, percent: number, undo: Undo): Promise<void> {
  await withDatabase(dataDir, [], undo, (url) =>
    withClient(url, async (client: pg.Client) => {
      const ids = shareOf(await spreadAccounts(client), percent).map((account) => account.personId);
      await sealResidents(client, dataDir, ids);
      await addEvidence(client, ids, EXTRA_EVIDENCE_SOURCE);
    }),
  );
}
