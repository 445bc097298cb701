import type { DayVisits } from './day';

/** Rows in the binary form of COPY, in pieces that a socket takes well. */
const PIECE_BYTES = 1 << 20;
const LONGEST_ROW_BYTES = 128;
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const COLUMNS = 8;
const NULL = -1;
const SMALLINT_OID = 21;
/** `REASON_CODES` place of a red code; one element. */
const RED = 1;

const FIRST_MS = 1_577_836_800_000;

class Writer {
  buffer = Buffer.allocUnsafe(PIECE_BYTES);
  place = 0;

  int4(value: number): void {
    this.buffer.writeInt32BE(4, this.place);
    this.place = this.buffer.writeInt32BE(value, this.place + 4);
  }

  /** Two halves, both unsigned. */
  int8(high: number, low: number): void {
    this.buffer.writeInt32BE(8, this.place);
    this.buffer.writeUInt32BE(high, this.place + 4);
    this.place = this.buffer.writeUInt32BE(low, this.place + 8);
  }

  nothing(): void {
    this.place = this.buffer.writeInt32BE(NULL, this.place);
  }

  int2(value: number): void {
    this.buffer.writeInt32BE(2, this.place);
    this.place = this.buffer.writeInt16BE(value, this.place + 4);
  }

  /** An array with one element. */
  int2Array(value: number): void {
    for (const word of [26, 1, 0, SMALLINT_OID, 1, 1]) this.place = this.buffer.writeInt32BE(word, this.place);
    this.int2(value);
  }

  take(): Buffer {
    const full = this.buffer.subarray(0, this.place);
    this.buffer = Buffer.allocUnsafe(PIECE_BYTES);
    this.place = 0;
    return full;
  }
}

function writeVisit(writer: Writer, visits: DayVisits, dayStart: number, row: number): void {
  const ms = dayStart - FIRST_MS + (visits.at[row] ?? 0);
  const [first = 0, second = 0, third = 0] = visits.random.subarray(row * 3, row * 3 + 3);
  // 41 bits of time, then 22 random ones (see passage/moments.ts).
  const low = (((ms % 1024) << 22) >>> 0) + (first >>> 10);
  writer.place = writer.buffer.writeInt16BE(COLUMNS, writer.place);
  writer.int8(Math.floor(ms / 1024), low);
  writer.int8(second >>> 12, third);
  writer.int4(visits.person[row] ?? 0);
  writer.int4(visits.venue[row] ?? 0);
  writer.int4(visits.delay[row] ?? 0);
  const codes = visits.codes[row] ?? 0;
  writer.int4(codes);
  const temperature = visits.temperature[row] ?? 0;
  if (temperature === 0) writer.nothing();
  else writer.int2(temperature);
  if ((codes & 15) === 0) writer.nothing();
  else writer.int2Array(RED);
}

/** Visits recorded in a span of time (half-open, epoch milliseconds), in the order in which they were. */
export function* visitRows(
  visits: DayVisits,
  dayStart: number,
  recorded: { readonly from: number; readonly until: number },
): Generator<Buffer> {
  const writer = new Writer();
  SIGNATURE.copy(writer.buffer);
  writer.place = SIGNATURE.length;
  for (const row of byArrival(visits, recorded.from - dayStart, recorded.until - dayStart)) {
    writeVisit(writer, visits, dayStart, row);
    if (writer.place > PIECE_BYTES - LONGEST_ROW_BYTES) yield writer.take();
  }
  writer.place = writer.buffer.writeInt16BE(NULL, writer.place);
  yield writer.take();
}

const ROW_SPACE = 2 ** 24;

/** Row numbers by time of recording: time and row in one number, which a typed array sorts in a second. */
function* byArrival(visits: DayVisits, from: number, until: number): Generator<number> {
  if (visits.count > ROW_SPACE) throw new RangeError('too many visits for one sort key');
  const keys = new Float64Array(visits.count);
  let count = 0;
  for (let row = 0; row < visits.count; row += 1) {
    const recorded = (visits.at[row] ?? 0) + (visits.delay[row] ?? 0);
    if (recorded < from || recorded >= until) continue;
    keys[count] = recorded * ROW_SPACE + row;
    count += 1;
  }
  for (const key of keys.subarray(0, count).sort()) yield key % ROW_SPACE;
}
