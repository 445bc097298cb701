import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A file inside an archive; its content may come piece by piece. */
export interface ZipEntry {
  readonly name: string;
  readonly content: AsyncIterable<Buffer> | Iterable<Buffer>;
}

const SIGNATURE = { entry: 0x04034b50, descriptor: 0x08074b50, directory: 0x02014b50, end: 0x06054b50 } as const;
const VERSION = 20;
const DEFLATED = 8;
/** Sizes follow the content (bit 3); names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
/** 1980-01-01 00:00, the first date there is: an archive says nothing about when or where it was made. */
const DATE = 0x0021;

interface Written {
  readonly name: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly size: number;
  readonly packed: number;
}

/** Writes an archive as its contents come (PKWARE APPNOTE 6.3, without the 64-bit extension: below 4 GiB). */
export async function* zipOf(entries: readonly ZipEntry[]): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const bytes = Buffer.from(name);
    const head = Buffer.concat([numbers([4, SIGNATURE.entry], ...common(), [4, 0], [4, 0], [4, 0], [2, bytes.length], [2, 0]), bytes]);
    yield head;
    const totals = { crc: 0, size: 0, packed: 0 };
    for await (const piece of deflated(content, totals)) yield piece;
    const { crc, size, packed } = totals;
    yield numbers([4, SIGNATURE.descriptor], [4, crc], [4, packed], [4, size]);
    written.push({ name: bytes, offset, crc, size, packed });
    offset += head.length + packed + DESCRIPTOR_BYTES;
  }
  const directory = Buffer.concat(written.map(directoryEntry));
  yield directory;
  const count = written.length;
  yield numbers([4, SIGNATURE.end], [2, 0], [2, 0], [2, count], [2, count], [4, directory.length], [4, offset], [2, 0]);
}

const DESCRIPTOR_BYTES = 16;

type Field = readonly [bytes: 2 | 4, value: number];
const common = (): Field[] => [
  [2, VERSION],
  [2, FLAGS],
  [2, DEFLATED],
  [2, 0],
  [2, DATE],
];

function directoryEntry({ name, offset, crc, size, packed }: Written): Buffer {
  const fields: Field[] = [[4, SIGNATURE.directory], [2, VERSION], ...common(), [4, crc], [4, packed], [4, size], [2, name.length]];
  return Buffer.concat([numbers(...fields, [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), name]);
}

/** Little-endian. @throws RangeError for what is 4 GiB or more */
function numbers(...fields: readonly Field[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  let place = 0;
  for (const [bytes, value] of fields) place = buffer.writeUIntLE(value, place, bytes);
  return buffer;
}

async function* deflated(content: ZipEntry['content'], totals: { crc: number; size: number; packed: number }): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw();
  const feeding = (async () => {
    for await (const piece of content) {
      totals.crc = crc32(piece, totals.crc);
      totals.size += piece.length;
      // No more in memory than the one who reads takes.
      if (!deflate.write(piece)) await once(deflate, 'drain');
    }
    deflate.end();
  })().catch((error: unknown) => {
    deflate.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  for await (const piece of deflate as AsyncIterable<Buffer>) {
    totals.packed += piece.length;
    yield piece;
  }
  await feeding;
}
