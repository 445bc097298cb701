import { checkDocument, type DocumentType } from '@tongxing/rules';
import type { Vault } from '../../platform/crypto/sealing';
import { refuseField } from '../../platform/http/refusal';

/**
 * Checks a document's number and brings it into canonical form.
 * @throws {Refusal} naming the field and what is wrong with it.
 */
export function canonicalDocument(documentType: DocumentType, documentNumber: string, now: number): string {
  const checked = checkDocument(documentType, documentNumber, now);
  if (!checked.ok) throw refuseField('documentNumber', checked.problem);
  return checked.canonical;
}

/** Blind index under which a document is found again. */
export function documentIndex(vault: Vault, documentType: string, canonicalNumber: string): Buffer {
  return vault.index('document', `${documentType}:${canonicalNumber}`);
}
