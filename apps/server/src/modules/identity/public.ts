export { ensureRoles } from './preset-store';

import { maskDocument, maskName, maskPhone } from '@tongxing/rules';
import { hashToken, type Vault } from '../../platform/crypto/sealing';
import type { Database, Queryable } from '../../platform/database/database';
import type { Principal, SessionKind, Staff } from '../../platform/http/principals';
import { documentIndex } from './document';
import { findDoorSession, findPersonByDocument, findStaffSession, readPersons, type StaffRow } from './store';

export { canonicalDocument, documentIndex } from './document';
export { type KnownPerson, PersonLookup } from './person-lookup';
export { ResidentSessions } from './resident-sessions';
export { type DoorAuthor, type DoorPerson, recordDoorPerson } from './service';
export { findReceivers, insertStaff } from './store';

export interface Masked {
  readonly name: string;
  readonly phone: string;
  readonly document: string;
}

/** Person id behind a document, by blind index. The number must be in canonical form. */
export function findPerson(db: Queryable, vault: Vault, documentType: string, canonicalNumber: string): Promise<number | undefined> {
  return findPersonByDocument(db, documentIndex(vault, documentType, canonicalNumber));
}

const NOBODY: Masked = { name: '*', phone: '*', document: '*' };

/** Persons as staff may see them. One query for a page; opened and masked here, so no caller holds a full name. */
export async function maskedPersons(db: Queryable, vault: Vault, ids: readonly number[]): Promise<(id: number) => Masked> {
  const rows = ids.length === 0 ? [] : await readPersons(db, [...new Set(ids)]);
  const byId = new Map(
    rows.map((row) => [
      row.id,
      {
        name: maskName(vault.open('name', row.nameSealed)),
        phone: row.phoneSealed === null ? '' : maskPhone(vault.open('phone', row.phoneSealed)),
        document: maskDocument(vault.open('document', row.documentSealed)),
      },
    ]),
  );
  return (id) => byId.get(id) ?? NOBODY;
}

/** Name and telephone in full; no telephone is empty. The caller must have recorded who asked and why, in the same transaction. */
export async function revealPerson(db: Queryable, vault: Vault, id: number): Promise<{ name: string; phone: string } | undefined> {
  const [row] = await readPersons(db, [id]);
  if (row === undefined) return undefined;
  return { name: vault.open('name', row.nameSealed), phone: row.phoneSealed === null ? '' : vault.open('phone', row.phoneSealed) };
}

export function staffPrincipal(row: StaffRow): Staff {
  return {
    kind: 'staff',
    staffId: row.id,
    username: row.username,
    displayName: row.displayName,
    role: row.role,
    permissions: new Set(row.permissions),
    areaCode: row.areaCode,
    venueId: row.venueId,
  };
}

/** The principal behind the cookie of a desk or a door; residents have {@link ResidentSessions}. */
export async function resolvePrincipal(
  db: Database,
  kind: Exclude<SessionKind, 'resident'>,
  token: string,
  now: number,
): Promise<Principal | undefined> {
  const hash = hashToken(token);
  const at = new Date(now);
  if (kind === 'door') {
    const venueId = await findDoorSession(db, hash, at);
    return venueId === undefined ? undefined : { kind, venueId };
  }
  const row = await findStaffSession(db, hash, at);
  return row === undefined ? undefined : staffPrincipal(row);
}
