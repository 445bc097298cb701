import { EVENT_ID_BYTES, EventIdWriter } from './event-id-writer';

/** Values of one column, row by row. */
export type Table = Readonly<Record<string, readonly string[]>>;

/** One way in: a request whose fixed places are filled anew each time. */
export interface Entrance {
  readonly name: string;
  /** Share among the entrances of a deck. */
  readonly weight: number;
  readonly path: string;
  /** Header lines, each ended by CRLF. May hold `{table.column}`. */
  readonly headers: string;
  /**
   * JSON. May hold `{eventId}` and `{table.column}`; columns of one table are taken from one row. Undefined for a page that
   * is only read: its answers are no check-ins and are not counted.
   */
  readonly body: string | undefined;
  /** The visit was captured up to this long ago, ms; 0 for now. */
  readonly capturedAgoMs: readonly [number, number];
}

/** What the phones of a load send: entrances and the values that stand in them. */
export interface Deck {
  readonly tables: Readonly<Record<string, Table>>;
  readonly entrances: readonly Entrance[];
}

interface Column {
  readonly bytes: Buffer;
  readonly width: number;
  /** Every value has the full width. */
  readonly isEven: boolean;
}
interface Slot {
  readonly offset: number;
  readonly column: Column;
  /** Number of the table, whose row is drawn once a request. */
  readonly table: number;
}
interface Prepared {
  readonly bytes: Buffer;
  readonly eventIdAt: number;
  readonly slots: readonly Slot[];
  readonly capturedAgoMs: readonly [number, number];
  readonly isCounted: boolean;
}

const PLACE = /\{(?:eventId|(\w+)\.(\w+))\}/g;

/** Requests made once, with fixed places: sending one is some copying of bytes, no text, no garbage. */
export class Requests {
  readonly count: number;
  private readonly prepared: readonly Prepared[];
  private readonly rowCounts: Int32Array;
  private readonly rows: Int32Array;
  private readonly shares: readonly number[];
  private readonly ids = new EventIdWriter();

  /** @throws Error when a place names no column, or a column in a body has values of several widths */
  constructor(deck: Deck) {
    const tables = Object.keys(deck.tables);
    this.rowCounts = Int32Array.from(tables, (name) => Object.values(deck.tables[name] ?? {})[0]?.length ?? 0);
    this.rows = new Int32Array(tables.length);
    const columns = new Map<string, Column>();
    for (const table of tables)
      for (const [name, values] of Object.entries(deck.tables[table] ?? {})) columns.set(`${table}.${name}`, pack(values));
    this.prepared = deck.entrances.map((entrance) => prepare(entrance, columns, tables));
    this.count = deck.entrances.length;
    const sum = deck.entrances.reduce((all, entrance) => all + entrance.weight, 0);
    let upTo = 0;
    this.shares = deck.entrances.map((entrance) => {
      upTo += entrance.weight / sum;
      return upTo;
    });
  }

  /** Number of an entrance, by weight. */
  draw(): number {
    if (this.count === 1) return 0;
    const share = Math.random();
    const found = this.shares.findIndex((upTo) => share < upTo);
    return found < 0 ? this.count - 1 : found;
  }

  /** Whether answers at the entrance are check-ins. */
  isCounted(entrance: number): boolean {
    return this.of(entrance).isCounted;
  }

  /** A request of the entrance for one phone to keep and fill. */
  blank(entrance: number): Buffer {
    return Buffer.from(this.of(entrance).bytes);
  }

  /** Fills the places anew. @param epochMs whole milliseconds */
  fill(request: Buffer, entrance: number, epochMs: number): void {
    const { eventIdAt, slots, capturedAgoMs } = this.of(entrance);
    const [least, most] = capturedAgoMs;
    const ago = most === 0 ? 0 : Math.floor(least + Math.random() * (most - least));
    if (eventIdAt >= 0) this.ids.write(request, eventIdAt, epochMs - ago);
    for (let table = 0; table < this.rows.length; table += 1) this.rows[table] = Math.floor(Math.random() * (this.rowCounts[table] ?? 0));
    for (const { offset, column, table } of slots) {
      const from = (this.rows[table] ?? 0) * column.width;
      column.bytes.copy(request, offset, from, from + column.width);
    }
  }

  private of(entrance: number): Prepared {
    const prepared = this.prepared[entrance];
    if (prepared === undefined) throw new RangeError(`there is no entrance ${entrance}`);
    return prepared;
  }
}

/** All values one after the other, shorter ones filled with spaces. */
function pack(values: readonly string[]): Column {
  const widths = values.map((value) => Buffer.byteLength(value));
  const width = widths.reduce((widest, one) => Math.max(widest, one), 0);
  const bytes = Buffer.alloc(width * values.length, ' ');
  for (const [row, value] of values.entries()) bytes.write(value, row * width);
  return { bytes, width, isEven: widths.every((one) => one === width) };
}

function prepare(entrance: Entrance, columns: ReadonlyMap<string, Column>, tables: readonly string[]): Prepared {
  const widthOf = (place: string, table?: string, name?: string) => {
    if (table === undefined) return EVENT_ID_BYTES;
    const column = columns.get(`${table}.${name}`);
    if (column === undefined) throw new Error(`entrance ${entrance.name}: there is no column for ${place}`);
    return column.width;
  };
  for (const [place, table, name] of (entrance.body ?? '').matchAll(PLACE))
    if (table !== undefined && columns.get(`${table}.${name}`)?.isEven === false)
      throw new Error(`entrance ${entrance.name}: values of ${place} differ in length, which only a header can hold`);
  const blank = (text: string) => text.replace(PLACE, (place, table?: string, name?: string) => ' '.repeat(widthOf(place, table, name)));
  const { path, headers, body } = entrance;
  const text =
    body === undefined
      ? `GET ${path} HTTP/1.1\r\nhost: bench\r\n${headers}\r\n`
      : `POST ${path} HTTP/1.1\r\nhost: bench\r\n${headers}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(blank(body))}\r\n\r\n${body}`;
  let eventIdAt = -1;
  const slots: Slot[] = [];
  let before = 0;
  let offset = 0;
  for (const match of text.matchAll(PLACE)) {
    const [place, table, name] = match;
    offset += Buffer.byteLength(text.slice(before, match.index));
    before = match.index + place.length;
    const column = table === undefined ? undefined : columns.get(`${table}.${name}`);
    if (column === undefined || table === undefined) eventIdAt = offset;
    else slots.push({ offset, column, table: tables.indexOf(table) });
    offset += widthOf(place, table, name);
  }
  return { bytes: Buffer.from(blank(text)), eventIdAt, slots, capturedAgoMs: entrance.capturedAgoMs, isCounted: body !== undefined };
}
