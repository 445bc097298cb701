import { type Content, contentHash } from './content';
import { GENESIS, type Head, type Seal, type SealKeys, sealHash } from './seal';

export const FINDING_KINDS = [
  'event_changed',
  'event_missing',
  'event_inserted',
  'event_moved',
  'seal_missing',
  'seal_changed',
  'seal_not_ours',
  'log_ends_early',
  'log_rewritten',
  'head_not_ours',
  'head_unreadable',
  'unreadable',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** One place at which the log is not what was sealed. */
export interface Finding {
  readonly kind: FindingKind;
  /** Place in the log, from 1, when an event is meant. */
  readonly position?: number;
  readonly eventId?: string;
  /** Number of the seal. */
  readonly seal?: number;
  /** Line of an exported file. */
  readonly line?: number;
}

/** What a verification came to. Sound when there are no findings. */
export interface Verification {
  readonly seals: number;
  readonly events: number;
  /** Events that no seal lists yet. */
  readonly unsealed: number;
  /** Time of the last seal, RFC 3339. */
  readonly sealedAt: string | null;
  /** The head outside that the log was held against. */
  readonly head: Pick<Head, 'number' | 'position' | 'sealedAt'> | null;
  /** The first ones; {@link Verification.found} counts all. */
  readonly findings: readonly Finding[];
  readonly found: number;
}

const MOST_LISTED = 100;

export interface VerifierOptions {
  readonly keys: SealKeys;
  /** From outside; without one a cut tail and a rewriting with the key cannot be told. */
  readonly head: Head | 'unreadable' | undefined;
}

/** Goes through a log once, seal by seal, in little memory, and asks nobody. */
export class Verifier {
  private readonly findings: Finding[] = [];
  private found = 0;
  private seals = 0;
  private events = 0;
  private unsealed = 0;
  private last: Seal | undefined;
  private readonly keys: SealKeys;
  private readonly head: Head | undefined;
  private isHeadMet = false;

  constructor({ keys, head }: VerifierOptions) {
    this.keys = keys;
    if (head === 'unreadable') this.report({ kind: 'head_unreadable' });
    else this.head = head;
    if (this.head !== undefined && !keys.isSigned(this.head)) this.report({ kind: 'head_not_ours' });
  }

  /** The seal after the one before, with the events that stand under it, in order. */
  seal(seal: Seal, events: readonly Content[]): void {
    this.checkSeal(seal);
    this.checkEvents(seal, events);
    const { head } = this;
    if (head !== undefined && seal.number === head.number) {
      this.isHeadMet = true;
      if (seal.hash !== head.hash) this.report({ kind: 'log_rewritten', seal: seal.number, position: seal.position });
    }
    this.seals += 1;
    this.last = seal;
  }

  /** An event that no seal lists, although it is old enough for one or stands among those that are. */
  inserted(eventId: string): void {
    this.report({ kind: 'event_inserted', eventId });
  }

  /** An event that waits for the next seal. */
  waits(): void {
    this.unsealed += 1;
  }

  /** Something of an exported file that is neither a seal nor an event. */
  unreadable(line: number): void {
    this.report({ kind: 'unreadable', line });
  }

  finish(): Verification {
    const { head } = this;
    if (head !== undefined && !this.isHeadMet) this.missesHead(head);
    return {
      seals: this.seals,
      events: this.events,
      unsealed: this.unsealed,
      sealedAt: this.last?.sealedAt ?? null,
      head: head === undefined ? null : { number: head.number, position: head.position, sealedAt: head.sealedAt },
      findings: this.findings,
      found: this.found,
    };
  }

  private missesHead(head: Head): void {
    const ended = this.last?.number ?? 0;
    if (ended < head.number) this.report({ kind: 'log_ends_early', seal: ended + 1, position: (this.last?.position ?? 0) + 1 });
    else this.report({ kind: 'log_rewritten', seal: head.number, position: head.position });
  }

  private checkSeal(seal: Seal): void {
    const expected = (this.last?.number ?? 0) + 1;
    const at = { seal: seal.number, position: (this.last?.position ?? 0) + 1 };
    if (seal.number !== expected) this.report({ kind: 'seal_missing', seal: expected, position: at.position });
    const isWhole =
      seal.position === (this.last?.position ?? 0) + seal.eventIds.length &&
      seal.eventIds.length === seal.contentHashes.length &&
      seal.hash === sealHash(seal, this.last?.hash ?? GENESIS);
    if (!isWhole) this.report({ kind: 'seal_changed', ...at });
    if (!this.keys.isSigned(seal)) this.report({ kind: 'seal_not_ours', ...at });
  }

  private checkEvents(seal: Seal, events: readonly Content[]): void {
    const first = seal.position - seal.eventIds.length + 1;
    const places = new Map(seal.eventIds.map((id, place) => [id, place]));
    const met = new Set<number>();
    for (const [order, event] of events.entries()) {
      const [eventId] = event;
      const place = places.get(eventId);
      if (place === undefined || met.has(place)) {
        this.report({ kind: 'event_inserted', eventId, seal: seal.number });
        continue;
      }
      met.add(place);
      const at = { position: first + place, eventId, seal: seal.number };
      // Only where nothing is missing or too much: there every later one stands elsewhere.
      if (place !== order && events.length === seal.eventIds.length) this.report({ kind: 'event_moved', ...at });
      if (contentHash(event) !== seal.contentHashes[place]) this.report({ kind: 'event_changed', ...at });
    }
    for (const [place, eventId] of seal.eventIds.entries())
      if (!met.has(place)) this.report({ kind: 'event_missing', position: first + place, eventId, seal: seal.number });
    this.events += met.size;
  }

  private report(finding: Finding): void {
    this.found += 1;
    if (this.findings.length < MOST_LISTED) this.findings.push(finding);
  }
}
