import { checkPersonName, type DocumentType } from '@tongxing/rules';
import type { Vault } from '../../platform/crypto/sealing';
import { type Queryable, type Tx, violatedConstraint } from '../../platform/database/database';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { canonicalDocument, documentIndex } from './document';
import { readOwn, replaceDocument, replaceName } from './own-store';

/** Somebody's registration in full, for themselves. */
interface OwnRegistration {
  readonly name: string;
  readonly documentType: DocumentType;
  readonly documentNumber: string;
  /** Empty for nobody's. */
  readonly phone: string;
  readonly registeredAt: string;
  readonly guardian: { readonly name: string; readonly relation: string; readonly statedAt: string } | null;
}

/** @throws {Refusal} NOT_SIGNED_IN for somebody who was erased meanwhile. */
export async function ownRegistration(db: Queryable, vault: Vault, personId: number): Promise<OwnRegistration> {
  const row = await readOwn(db, personId);
  if (row === undefined) throw new Refusal('NOT_SIGNED_IN');
  const { guardianSealed, relation, statedAt } = row;
  const hasGuardian = guardianSealed !== null && relation !== null && statedAt !== null;
  return {
    name: vault.open('name', row.nameSealed),
    documentType: row.documentType,
    documentNumber: vault.open('document', row.documentSealed),
    phone: row.phoneSealed === null ? '' : vault.open('phone', row.phoneSealed),
    registeredAt: row.registeredAt.toISOString(),
    guardian: hasGuardian ? { name: vault.open('name', guardianSealed), relation, statedAt: statedAt.toISOString() } : null,
  };
}

/** What a registration is to become. */
export type Correction =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'document'; readonly documentType: DocumentType; readonly documentNumber: string };

/**
 * Checks what somebody asks for and brings it into canonical form.
 * @throws {Refusal} naming the field and what is wrong with it.
 */
export function checkCorrection(wanted: Correction, now: number): Correction {
  if (wanted.kind === 'document') return { ...wanted, documentNumber: canonicalDocument(wanted.documentType, wanted.documentNumber, now) };
  const name = checkPersonName(wanted.name);
  if (!name.ok) throw refuseField('name', name.problem);
  return { kind: 'name', name: name.canonical };
}

/**
 * Corrects a registration, in the transaction of the decision.
 * @param wanted in canonical form
 * @throws {Refusal} ALREADY_REGISTERED when the document is somebody else's; STATE_CONFLICT when the person was erased.
 */
export async function correctPerson(tx: Tx, vault: Vault, personId: number, wanted: Correction): Promise<void> {
  try {
    const done =
      wanted.kind === 'name'
        ? await replaceName(tx, personId, vault.seal('name', wanted.name))
        : await replaceDocument(tx, personId, {
            documentType: wanted.documentType,
            documentSealed: vault.seal('document', wanted.documentNumber),
            documentIndex: documentIndex(vault, wanted.documentType, wanted.documentNumber),
          });
    if (!done) throw new Refusal('STATE_CONFLICT');
  } catch (error) {
    if (violatedConstraint(error) === 'persons_document_key') throw new Refusal('ALREADY_REGISTERED');
    throw error;
  }
}
