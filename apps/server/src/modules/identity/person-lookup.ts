import { type DocumentType, maskName } from '@tongxing/rules';
import type { Vault } from '../../platform/crypto/sealing';
import type { Database } from '../../platform/database/database';
import { busy } from '../../platform/http/refusal';
import { documentIndex } from './document';
import { type FoundPerson, findPersonsByDocument } from './store';

/** Somebody behind a document, as a door may know them. */
export interface KnownPerson {
  readonly id: number;
  /** Masked here, so that no caller holds a full name. */
  readonly name: string;
}

interface Caller {
  readonly resolve: (person: FoundPerson | undefined) => void;
  readonly reject: (error: unknown) => void;
}

interface Asked {
  readonly index: Buffer;
  /** Everybody who asks for one document in one moment. */
  readonly callers: Caller[];
}

const MOST_PER_QUERY = 1_000;
const MOST_WAITING = 20_000;
/** One query is answered while the next one gathers; more would only take connections from the recorder. */
const MOST_UNDER_WAY = 2;

/**
 * Finds people by their document, by blind index. Look-ups of one moment share a query: at a peak a query for each
 * would cost more than the visit itself.
 */
export class PersonLookup {
  private readonly waiting = new Map<string, Asked>();
  private underWay = 0;
  private isScheduled = false;

  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
  ) {}

  /**
   * @param canonicalNumber in canonical form
   * @returns undefined for a document that nobody has recorded.
   * @throws {Refusal} UNAVAILABLE when too many wait.
   */
  async find(documentType: DocumentType, canonicalNumber: string): Promise<KnownPerson | undefined> {
    const found = await this.ask(documentIndex(this.vault, documentType, canonicalNumber));
    return found === undefined ? undefined : knownPerson(this.vault, found);
  }

  private ask(index: Buffer): Promise<FoundPerson | undefined> {
    const key = keyOf(index);
    const known = this.waiting.get(key);
    if (known === undefined && this.waiting.size >= MOST_WAITING) throw busy();
    return new Promise((resolve, reject) => {
      const caller = { resolve, reject };
      if (known === undefined) this.waiting.set(key, { index, callers: [caller] });
      else known.callers.push(caller);
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    while (this.underWay < MOST_UNDER_WAY && this.waiting.size > 0) {
      const batch = this.take();
      this.underWay += 1;
      void this.answer(batch).finally(() => {
        this.underWay -= 1;
        this.flush();
      });
    }
  }

  private take(): Map<string, Asked> {
    const batch = new Map<string, Asked>();
    for (const [key, asked] of this.waiting) {
      if (batch.size === MOST_PER_QUERY) break;
      batch.set(key, asked);
      this.waiting.delete(key);
    }
    return batch;
  }

  private async answer(batch: ReadonlyMap<string, Asked>): Promise<void> {
    try {
      const indexes = [...batch.values()].map((asked) => asked.index);
      const rows = await findPersonsByDocument(this.db, indexes);
      const byKey = new Map(rows.map((row) => [keyOf(row.documentIndex), row]));
      for (const [key, { callers }] of batch) for (const caller of callers) caller.resolve(byKey.get(key));
    } catch (error) {
      for (const { callers } of batch.values()) for (const caller of callers) caller.reject(error);
    }
  }
}

export function knownPerson(vault: Vault, { id, nameSealed }: FoundPerson): KnownPerson {
  return { id, name: maskName(vault.open('name', nameSealed)) };
}

function keyOf(index: Buffer): string {
  return index.toString('base64');
}
