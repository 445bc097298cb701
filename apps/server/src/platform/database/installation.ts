import { sql } from 'kysely';
import type { Purpose, Vault } from '../crypto/sealing';
import type { Queryable } from './database';

/** What a database says of whom it belongs to. */
export interface Installation {
  readonly profile: string;
  /** Opens with the key file of this installation only. */
  readonly keyCheck: Buffer;
}

const CHECKED = 'tongxing installation';

/** A database belongs to one profile for life (docs/adr/0008), and to one key file. */
export async function claimInstallation(db: Queryable, profile: string, vault: Vault): Promise<void> {
  await sql`insert into installation (profile, key_check) values (${profile}, ${vault.seal('installation', CHECKED)}) on conflict do nothing`.execute(
    db,
  );
}

/** Undefined when nobody has claimed the database. */
export async function readInstallation(db: Queryable): Promise<Installation | undefined> {
  const { rows } = await sql<Installation>`select profile, key_check from installation`.execute(db);
  return rows[0];
}

/** Whether somebody has used this database before, asked before any migration. */
export async function isClaimed(db: Queryable): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`select to_regclass('installation') is not null as known`.execute(db);
  return rows[0]?.known === true && (await readInstallation(db)) !== undefined;
}

/** Whether a key file is the one the database was sealed with. */
export function isSealedBy(installation: Installation, vault: Vault): boolean {
  // Databases of earlier versions were claimed under the purpose of messages.
  return (['installation', 'message'] as const).some((purpose) => opensWith(vault, purpose, installation));
}

function opensWith(vault: Vault, purpose: Purpose, { keyCheck }: Installation): boolean {
  try {
    return vault.open(purpose, keyCheck) === CHECKED;
  } catch {
    return false;
  }
}
