/**
 * Cutting a text into short messages (GSM 03.40): one part holds 70 UCS-2 units, a part of a longer text 67,
 * since its header (`05 00 03 reference total number`) takes three.
 */
const SINGLE_UNITS = 70;
const PART_UNITS = 67;
const MAX_PARTS = 8;

export interface Part {
  /** Absent for a text that fits into one. */
  readonly header?: Buffer;
  readonly text: string;
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;

/**
 * @param reference 0–255, the same for all parts of one text.
 * @throws when the text needs more parts than a message of ours ever should.
 */
export function cut(text: string, reference: number): Part[] {
  if (text.length <= SINGLE_UNITS) return [{ text }];
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + PART_UNITS, text.length);
    // A character of two units is not torn apart.
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
    pieces.push(text.slice(start, end));
    start = end;
  }
  if (pieces.length > MAX_PARTS) throw new Error(`a message of ${text.length} characters is too long`);
  return pieces.map((piece, index) => ({ header: Buffer.from([5, 0, 3, reference, pieces.length, index + 1]), text: piece }));
}
