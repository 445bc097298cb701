import type { Face } from './poster';
import type { Typeface } from './typeface';

/** Must not begin a line: closing punctuation (GB/T 15834). */
const CLOSING = /^[，。、；：？！）》」』】”’…,.;:?!)\]}%]/u;
/** Must not end one. */
const OPENING = /[（《「『【“‘([{]$/u;
/** An ideograph or a full-width sign by itself; anything else up to a space or behind a hyphen. */
const PIECES = /[\u2E80-\u{3FFFF}]|[^\s\u2E80-\u{3FFFF}-]+-*|-+|\s+/gu;

/** The smallest pieces a text may be parted into. */
function pieces(text: string): string[] {
  const parts: string[] = [];
  for (const piece of text.match(PIECES) ?? []) {
    const before = parts.at(-1);
    if (before !== undefined && (CLOSING.test(piece) || OPENING.test(before))) parts[parts.length - 1] = before + piece;
    else parts.push(piece);
  }
  return parts;
}

/** Lines no wider than a width (in the unit of a size of one); a word that is wider by itself is parted anywhere. */
function filled(all: readonly string[], width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  const put = (piece: string) => {
    if (widthOf((line + piece).trimEnd()) <= width) line += piece;
    else {
      if (line.trim() !== '') lines.push(line.trim());
      line = piece.trimStart();
    }
  };
  for (const piece of all) {
    if (widthOf(piece.trim()) <= width) put(piece);
    else for (const character of piece) put(character);
  }
  return line.trim() === '' ? lines : [...lines, line.trim()];
}

/**
 * Parts a text into as few lines as fit a width, of about the same length. Nothing is ever left out.
 * @param width in the unit of a size of one
 */
export function linesOf(text: string, { face, width }: { readonly face: Face; readonly width: number }, typeface: Typeface): string[] {
  const widthOf = (part: string) => typeface.width(face, part);
  const all = pieces(text.normalize('NFC'));
  const lines = filled(all, width, widthOf);
  // Balanced: the narrowest measure that needs no more lines.
  let [narrow, wide] = [0, width];
  for (let step = 0; step < BALANCING_STEPS && lines.length > 1; step += 1) {
    const middle = (narrow + wide) / 2;
    if (filled(all, middle, widthOf).length > lines.length) narrow = middle;
    else wide = middle;
  }
  return lines.length > 1 ? filled(all, wide, widthOf) : lines;
}

const BALANCING_STEPS = 6;
