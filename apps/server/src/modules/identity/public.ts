export { ensureRoles } from './preset-store';

import { maskDocument, maskName, maskPhone } from '@tongxing/rules';
import type { Vault } from '../../platform/crypto/sealing';
import type { Queryable } from '../../platform/database/database';
import { readPersons } from './store';

export { confirmClaim, findAccountPhone, releaseClaim, requireOwnPerson } from './claim-store';
export { type ConsentRow, hasSensitiveConsent, listConsents } from './consent-store';
export { DeskSessions } from './desk-sessions';
export { deviceName } from './device-name';
export { canonicalDocument, documentIndex } from './document';
export { checkNewPassword } from './new-password';
export { type Correction, checkCorrection, correctPerson, ownRegistration } from './own';
export { endSessionsOfAccount, erase, lockPerson } from './own-store';
export { type KnownPerson, PersonLookup } from './person-lookup';
export { ResidentSessions } from './resident-sessions';
export { forgetCodeTries } from './second-factor';
export { resetSecondFactor } from './second-factor-store';
export { type Claim, type DoorAuthor, type DoorPerson, recordDoorPerson } from './service';
export { lookUpPerson } from './staff-look-up';
export { endStaffSessions } from './staff-session-store';
export { findReceivers, holdsRight, insertStaff } from './store';

export interface Masked {
  readonly name: string;
  readonly phone: string;
  readonly document: string;
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
