import type { EntryAnswer, ScanAnswer } from '@tongxing/contract';
import type { Direction, DocumentType, EvidenceGrade, ScanMethod, Temperature } from '@tongxing/rules';
import type { Clock } from '../../platform/clock';
import type { Device, Member, Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { canonicalDocument, type DoorAuthor, type DoorPerson, type KnownPerson } from '../identity/public';
import { TokenBuckets } from './token-buckets';

/** A document as it was read or keyed at a door. */
export interface Entry {
  /** UUIDv7 made at that moment. */
  readonly eventId: string;
  readonly documentType: DocumentType;
  readonly documentNumber: string;
  /** As on the document; needed for somebody nobody has recorded yet. */
  readonly name?: string | undefined;
  readonly temperatureC?: Temperature | undefined;
  readonly direction: Direction;
}

/** The scan that an entry becomes, for the one path every scan takes. */
export interface EntryScan {
  readonly eventId: string;
  readonly personId: number;
  /** Code of the venue at whose door it happened. */
  readonly code: string;
  readonly method: ScanMethod;
  readonly evidence: EvidenceGrade;
  readonly direction: Direction;
  readonly temperatureC?: Temperature | undefined;
}

export interface EntryVenue {
  readonly publicId: string;
  readonly code: string;
}

export interface EntriesOptions {
  readonly clock: Clock;
  readonly findPerson: (documentType: DocumentType, canonicalNumber: string) => Promise<KnownPerson | undefined>;
  /** Records somebody nobody knows yet. */
  readonly recordPerson: (person: DoorPerson, author: DoorAuthor) => Promise<KnownPerson>;
  readonly pass: (scan: EntryScan) => Promise<ScanAnswer>;
  /** Refuses what can become no visit, by its time or its venue, before anybody is looked up. */
  readonly requirePossible: (scan: Pick<EntryScan, 'eventId' | 'code'>) => void;
}

/** Far above what a door lets through, so that only a broken or a stolen device meets it. */
const DEVICE_PER_SECOND = 30;
const DEVICE_BURST = 60;
/** Nobody keys 18 digits faster. It also slows down whoever tries numbers. */
const KEYED_PER_SECOND = 2;
const KEYED_BURST = 4;

type Way = Pick<EntryScan, 'method' | 'evidence'>;
const READ_FROM_CARD: Way = { method: 'id_card', evidence: 'device' };
const KEYED_BY_STAFF: Way = { method: 'keyed', evidence: 'staff' };

/** Entries by document: a person is found or recorded, and the rest is a scan like any other. */
export class Entries {
  private readonly deviceLimit: TokenBuckets;
  private readonly staffLimit: TokenBuckets;
  /** Managers and inspectors of venues, by person. */
  private readonly memberLimit: TokenBuckets;

  constructor(private readonly options: EntriesOptions) {
    this.deviceLimit = new TokenBuckets(options.clock, DEVICE_PER_SECOND, DEVICE_BURST);
    this.staffLimit = new TokenBuckets(options.clock, KEYED_PER_SECOND, KEYED_BURST);
    this.memberLimit = new TokenBuckets(options.clock, KEYED_PER_SECOND, KEYED_BURST);
  }

  /**
   * A device has read a card.
   * @throws {Refusal} TOO_MANY_REQUESTS; INVALID_REQUEST naming the field; PERSON_UNKNOWN naming `name` when it is
   * needed; EVENT_ID_TAKEN; and what recording refuses.
   */
  async verify(device: Device, venue: EntryVenue, entry: Entry, requestId: string): Promise<EntryAnswer> {
    withinLimit(this.deviceLimit, device.deviceId);
    return this.enter(venue, entry, READ_FROM_CARD, { actor: device, requestId });
  }

  /** Staff, or an inspector of the venue, have keyed a document. @throws {Refusal} as {@link verify}. */
  async key(author: DoorAuthor & { readonly actor: Staff | Member }, venue: EntryVenue, entry: Entry): Promise<EntryAnswer> {
    if (author.actor.kind === 'staff') withinLimit(this.staffLimit, author.actor.staffId);
    else withinLimit(this.memberLimit, author.actor.personId);
    return this.enter(venue, entry, KEYED_BY_STAFF, author);
  }

  private async enter(venue: EntryVenue, entry: Entry, way: Way, author: DoorAuthor): Promise<EntryAnswer> {
    // Otherwise the refusals of an impossible event would tell whose document is known, without a visit.
    this.options.requirePossible({ eventId: entry.eventId, code: venue.code });
    const person = await this.personOf(entry, author);
    const { eventId, direction, temperatureC } = entry;
    const answer = await this.options.pass({ eventId, personId: person.id, code: venue.code, ...way, direction, temperatureC });
    // The first answer of an id is repeated; one given at another venue is none of this one's business.
    if (answer.venue.id !== venue.publicId) throw new Refusal('EVENT_ID_TAKEN');
    const { at, recordedAt, verdict, advice, sign, repeated } = answer;
    return { eventId: answer.eventId, at, recordedAt, verdict, advice, name: person.name, sign, repeated };
  }

  private async personOf(entry: Entry, author: DoorAuthor): Promise<KnownPerson> {
    const { documentType, name } = entry;
    const documentNumber = canonicalDocument(documentType, entry.documentNumber, this.options.clock.now());
    const known = await this.options.findPerson(documentType, documentNumber);
    if (known !== undefined) return known;
    if (name === undefined) throw new Refusal('PERSON_UNKNOWN', { fields: [{ field: 'name', code: 'required' }] });
    return this.options.recordPerson({ documentType, documentNumber, name }, author);
  }
}

function withinLimit(limit: TokenBuckets, key: number): void {
  const wait = limit.take(key);
  if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
}
