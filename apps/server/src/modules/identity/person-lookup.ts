import { type DocumentType, maskName } from '@tongxing/rules';
import type { Vault } from '../../platform/crypto/sealing';
import type { Database } from '../../platform/database/database';
import { SharedLookup } from '../../platform/shared-lookup';
import { documentIndex } from './document';
import { type FoundPerson, findPersonsByDocument } from './store';

/** Somebody behind a document, as a door may know them. */
export interface KnownPerson {
  readonly id: number;
  /** Masked here, so that no caller holds a full name. */
  readonly name: string;
}

/** Finds people by their document, by blind index. */
export class PersonLookup {
  private readonly people: SharedLookup<FoundPerson>;

  constructor(
    db: Database,
    private readonly vault: Vault,
  ) {
    this.people = new SharedLookup({ find: (indexes) => findPersonsByDocument(db, indexes), keyOf: (person) => person.documentIndex });
  }

  /**
   * @param canonicalNumber in canonical form
   * @returns undefined for a document that nobody has recorded.
   * @throws {Refusal} UNAVAILABLE when too many wait.
   */
  async find(documentType: DocumentType, canonicalNumber: string): Promise<KnownPerson | undefined> {
    const found = await this.people.find(documentIndex(this.vault, documentType, canonicalNumber));
    return found === undefined ? undefined : knownPerson(this.vault, found);
  }
}

export function knownPerson(vault: Vault, { id, nameSealed }: FoundPerson): KnownPerson {
  return { id, name: maskName(vault.open('name', nameSealed)) };
}
