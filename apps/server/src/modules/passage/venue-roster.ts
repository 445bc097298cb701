import type { VenueRef } from '@tongxing/contract';
import type { Direction, Scene, VenueClass, VenueState } from '@tongxing/rules';
import type { ReplacedCodeRow, VenueFactRow } from './store';

/** What many venues have in common: held once. */
interface Kind {
  readonly divisionCode: string;
  readonly class: VenueClass;
  readonly scene: Scene;
  readonly state: VenueState;
  /** A screen is paired, so its answers are announced. */
  readonly hasDoor: boolean;
  readonly directions: Direction;
}

/** A venue as a decision and an answer need it. */
export interface VenueFact extends Kind {
  readonly id: number;
  /** Canonical. */
  readonly code: string;
  readonly publicId: string;
  /** As an answer shows it. */
  readonly ref: VenueRef;
  /** JSON of {@link ref} in UTF-8, one byte a character: joined to an answer and sent as it stands. */
  readonly refBytes: string;
}

const CODE_BYTES = 13;
const CHUNK_BYTES = 1 << 20;
const FIRST_CAPACITY = 1_024;
/** Of a table of codes at most this part is filled, so that the next free slot is near. */
const FULLEST = 0.5;

/** The same fields as their venue, and a way to its texts. Made for each look: a few words of young memory. */
class HeldVenue implements VenueFact {
  readonly divisionCode: string;
  readonly class: VenueClass;
  readonly scene: Scene;
  readonly state: VenueState;
  readonly hasDoor: boolean;
  readonly directions: Direction;
  readonly #roster: VenueRoster;
  readonly #oldCode: string | undefined;

  constructor(
    roster: VenueRoster,
    readonly id: number,
    kind: Kind,
    oldCode?: string,
  ) {
    this.#roster = roster;
    this.#oldCode = oldCode;
    this.divisionCode = kind.divisionCode;
    this.class = kind.class;
    this.scene = kind.scene;
    this.state = kind.state;
    this.hasDoor = kind.hasDoor;
    this.directions = kind.directions;
  }

  get code(): string {
    return this.#oldCode ?? this.#roster.codeOf(this.id);
  }

  get publicId(): string {
    return this.ref.id;
  }

  get refBytes(): string {
    return this.#roster.textOf(this.id, 'latin1');
  }

  get ref(): VenueRef {
    return JSON.parse(this.#roster.textOf(this.id, 'utf8')) as VenueRef;
  }
}

/**
 * All venues of a city in memory, in columns by their id instead of objects: some 200 bytes each, nothing of which the
 * garbage collector has to visit, and a scan touches a handful of places of memory. 384,000 venues held as objects with
 * their texts took 300 MB more, and looking one up by its code a tenth of a scan's time (docs/adr/0013).
 */
export class VenueRoster {
  private count = 0;
  private kinds: (Kind | undefined)[] = [];
  private codes = Buffer.alloc(FIRST_CAPACITY * CODE_BYTES);
  /** Where a venue's text starts, in bytes over all chunks. */
  private textStarts = new Uint32Array(FIRST_CAPACITY);
  private textLengths = new Uint16Array(FIRST_CAPACITY);
  private readonly chunks: Buffer[] = [];
  private used = CHUNK_BYTES;
  /**
   * Ids by the hash of their code; 0 is free. Below 0 stands a code that was replaced, -1 for the first of them. A code
   * stays for ever, so nothing is ever taken out.
   */
  private slots = new Int32Array(2 * FIRST_CAPACITY);
  /** Codes that were replaced and their venues: 17 bytes each, for what is printed once and hangs for years. */
  private oldCodes = Buffer.alloc(0);
  private oldVenues = new Int32Array(0);
  private oldCount = 0;
  private readonly sameKinds = new Map<string, Kind>();

  get size(): number {
    return this.count;
  }

  /** Takes venues in, or what has changed of them. */
  set(rows: readonly VenueFactRow[]): void {
    for (const row of rows) this.setOne(row);
  }

  /** Takes in codes that were replaced; those it knows stay. */
  setReplaced(rows: readonly ReplacedCodeRow[]): void {
    for (const { code, venueId } of rows) this.replace(code, venueId);
  }

  /** @param code canonical; anything else is simply not found */
  byCode(code: string): VenueFact | undefined {
    if (code.length !== CODE_BYTES) return undefined;
    const id = this.slots[this.slotOf(code)] ?? 0;
    if (id < 0) return this.replacedAt(-id - 1, code);
    return id === 0 ? undefined : this.byId(id);
  }

  byId(id: number): VenueFact | undefined {
    const kind = this.kinds[id];
    return kind === undefined ? undefined : new HeldVenue(this, id, kind);
  }

  codeOf(id: number): string {
    return this.codes.toString('latin1', id * CODE_BYTES, (id + 1) * CODE_BYTES);
  }

  textOf(id: number, encoding: 'latin1' | 'utf8'): string {
    const start = this.textStarts[id] ?? 0;
    const place = start % CHUNK_BYTES;
    return this.chunks[Math.floor(start / CHUNK_BYTES)]?.toString(encoding, place, place + (this.textLengths[id] ?? 0)) ?? '';
  }

  private setOne(row: VenueFactRow): void {
    const { id, code } = row;
    this.makeRoom(id);
    const isNew = this.kinds[id] === undefined;
    this.kinds[id] = this.sharedKind(row);
    const { publicId, name, address, checkpoint } = row;
    this.setText(id, JSON.stringify({ id: publicId, name, address, checkpoint } satisfies VenueRef));
    if (!isNew && this.hasCode(id, code)) return;
    // The venue has another code than it had: the one before says from now on that it was replaced.
    if (isNew) this.count += 1;
    else this.replace(this.codeOf(id), id);
    this.codes.write(code, id * CODE_BYTES, 'latin1');
    this.putIn(code, id);
  }

  private replace(code: string, venueId: number): void {
    const slot = this.slotOf(code);
    if ((this.slots[slot] ?? 0) < 0) return;
    if (this.oldCount === this.oldVenues.length) {
      const capacity = Math.ceil(Math.max(FIRST_CAPACITY, this.oldCount * 1.5));
      this.oldCodes = grown(this.oldCodes, Buffer.alloc(capacity * CODE_BYTES));
      this.oldVenues = grown(this.oldVenues, new Int32Array(capacity));
    }
    this.oldCodes.write(code, this.oldCount * CODE_BYTES, 'latin1');
    this.oldVenues[this.oldCount] = venueId;
    this.oldCount += 1;
    this.putIn(code, -this.oldCount, slot);
  }

  private putIn(code: string, entry: number, slot = this.slotOf(code)): void {
    this.slots[slot] = entry;
    if (this.count + this.oldCount > this.slots.length * FULLEST) this.rehash();
  }

  /** A replaced code answers for its venue, whatever state that is in. */
  private replacedAt(place: number, code: string): VenueFact | undefined {
    const id = this.oldVenues[place] ?? 0;
    const kind = this.kinds[id];
    return kind === undefined ? undefined : new HeldVenue(this, id, this.sharedKind({ ...kind, state: 'replaced' }), code);
  }

  private sharedKind({ divisionCode, class: venueClass, scene, state, hasDoor, directions }: Kind): Kind {
    const key = `${divisionCode} ${venueClass} ${scene} ${state} ${hasDoor} ${directions}`;
    const known = this.sameKinds.get(key);
    if (known !== undefined) return known;
    const kind = { divisionCode, class: venueClass, scene, state, hasDoor, directions };
    this.sameKinds.set(key, kind);
    return kind;
  }

  /** In its old place where it fits: most changes leave the text as it is. */
  private setText(id: number, text: string): void {
    const bytes = Buffer.from(text);
    if (bytes.length > (this.textLengths[id] ?? 0)) {
      if (this.used + bytes.length > CHUNK_BYTES) {
        this.chunks.push(Buffer.allocUnsafeSlow(CHUNK_BYTES));
        this.used = 0;
      }
      this.textStarts[id] = (this.chunks.length - 1) * CHUNK_BYTES + this.used;
      this.used += bytes.length;
    }
    const start = this.textStarts[id] ?? 0;
    bytes.copy(this.chunks[Math.floor(start / CHUNK_BYTES)] ?? bytes, start % CHUNK_BYTES);
    this.textLengths[id] = bytes.length;
  }

  private makeRoom(id: number): void {
    if (id < this.textLengths.length) return;
    const capacity = Math.max(id + 1, Math.ceil(this.textLengths.length * 1.5));
    this.codes = grown(this.codes, Buffer.alloc(capacity * CODE_BYTES));
    this.textStarts = grown(this.textStarts, new Uint32Array(capacity));
    this.textLengths = grown(this.textLengths, new Uint16Array(capacity));
  }

  /** Where the code stands, or the free slot in which it would. */
  private slotOf(code: string): number {
    const last = this.slots.length - 1;
    let slot = hashOf(code) & last;
    for (let id = this.slots[slot] ?? 0; id !== 0 && !this.hasCode(id, code); id = this.slots[slot] ?? 0) slot = (slot + 1) & last;
    return slot;
  }

  private hasCode(id: number, code: string): boolean {
    const start = (id < 0 ? -id - 1 : id) * CODE_BYTES;
    const codes = id < 0 ? this.oldCodes : this.codes;
    for (let place = 0; place < CODE_BYTES; place += 1) if (codes[start + place] !== code.charCodeAt(place)) return false;
    return true;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    this.kinds.forEach((kind, id) => {
      if (kind !== undefined) this.slots[this.slotOf(this.codeOf(id))] = id;
    });
    for (let place = 0; place < this.oldCount; place += 1) {
      const code = this.oldCodes.toString('latin1', place * CODE_BYTES, (place + 1) * CODE_BYTES);
      this.slots[this.slotOf(code)] = -place - 1;
    }
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** FNV-1a, mixed once more since slots are taken from its low bits. Codes are random and ours: no one can crowd a slot. */
function hashOf(code: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < code.length; place += 1) hash = Math.imul(hash ^ code.charCodeAt(place), 0x01000193);
  return hash ^ (hash >>> 15);
}
