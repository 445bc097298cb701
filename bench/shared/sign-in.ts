import { join } from 'node:path';
import type pg from 'pg';
import { loadKeys } from '../../apps/server/src/platform/crypto/keys';
import { ResidentTokens } from '../../apps/server/src/platform/crypto/resident-tokens';

/** More would only be asked more seldom. */
const MOST_RESIDENTS = 200_000;
const DAY_MS = 86_400_000;

export interface Account {
  readonly accountId: number;
  readonly personId: number;
}

/** Residents spread over the whole city, the same in every run: those who take part. */
export async function spreadAccounts(owner: pg.Client): Promise<Account[]> {
  const { rows } = await owner.query<{ most: string }>('select max(id) as most from resident_accounts');
  const stride = Math.max(Number(rows[0]?.most) / MOST_RESIDENTS, 1);
  const found = await owner.query<{ id: string; person_id: string }>(
    `select a.id, a.person_id from generate_series(0, $1::integer - 1) as place
     join resident_accounts a on a.id = (1 + floor((place + (hashint4(place) & 65535) / 65536.0) * $2::double precision))::bigint
     where a.person_id is not null`,
    [MOST_RESIDENTS, stride],
  );
  return found.rows.map((row) => ({ accountId: Number(row.id), personId: Number(row.person_id) }));
}

/**
 * Signs residents in with the installation's own key: the SMS path is not what is measured.
 * @returns a session token each, to be sent in the cookie `tongxing_resident`
 */
export async function signInAll(owner: pg.Client, dataDir: string): Promise<string[]> {
  const accounts = await spreadAccounts(owner);
  const { sign } = await loadKeys(join(dataDir, 'keys.json'), false);
  const tokens = new ResidentTokens(sign);
  const expiresAt = Date.now() + DAY_MS;
  return accounts.map((account) => tokens.issue({ ...account, expiresAt }).token);
}
