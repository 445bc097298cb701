import { crc32, inflateRawSync } from 'node:zlib';

const DIRECTORY_END = 0x06054b50;

/** Reads an archive by its directory, as an office program does. @throws when a checksum or a size does not fit */
export function unpack(archive: Buffer): Readonly<Record<string, string>> {
  let end = archive.length - 22;
  while (archive.readUInt32LE(end) !== DIRECTORY_END) end -= 1;
  const files: Record<string, string> = {};
  let place = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [crc, packed, size] = [16, 20, 24].map((field) => archive.readUInt32LE(place + field));
    const nameLength = archive.readUInt16LE(place + 28);
    const name = archive.toString('utf8', place + 46, place + 46 + nameLength);
    const head = archive.readUInt32LE(place + 42);
    const from = head + 30 + archive.readUInt16LE(head + 26) + archive.readUInt16LE(head + 28);
    const content = inflateRawSync(archive.subarray(from, from + (packed ?? 0)));
    if (content.length !== size || crc32(content) !== crc) throw new Error(`${name} is damaged`);
    files[name] = content.toString('utf8');
    place += 46 + nameLength + archive.readUInt16LE(place + 30) + archive.readUInt16LE(place + 32);
  }
  return files;
}
