import { type Cell, inFile, type Table, wallTime } from './table';

/**
 * What a spreadsheet takes for the beginning of a formula or of a DDE call, in both widths, and what it may skip before
 * one; and a line break or tab at the beginning, which some cut off. (OWASP, CSV injection.)
 */
const FORMULA = /^'*(?:[\s\uFEFF\u00AD\u200B-\u200F\u2060]*[=+\-@|%＝＋－＠]|[\t\r\n\0])/;

/**
 * A field that a spreadsheet shows and never carries out (RFC 4180, always in quotes). An apostrophe before it is the
 * mark; where a text brings one along before such a sign it gets another, so that taking one away gives the text back.
 */
export function csvField(value: string): string {
  const text = inFile(value);
  return `"${(FORMULA.test(value) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

/** A number is bare; a moment is text as the clocks of the city show it. */
function field(cell: Cell, timeZone: string): string {
  if (cell === null) return '""';
  if (typeof cell === 'number') return String(cell);
  return cell instanceof Date ? `"${wallTime(cell, timeZone)}"` : csvField(cell);
}

const line = (cells: readonly Cell[], timeZone: string) => `${cells.map((cell) => field(cell, timeZone)).join(',')}\r\n`;

/** So that spreadsheets read Chinese. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A list as CSV, piece by piece. */
export async function* csvOf({ watermark, headings, pages, ending, timeZone }: Table): AsyncGenerator<Buffer> {
  yield Buffer.from(BYTE_ORDER_MARK + line([watermark], timeZone) + line(headings, timeZone));
  let rows = 0;
  for await (const page of pages) {
    rows += page.length;
    yield Buffer.from(page.map((cells) => line(cells, timeZone)).join(''));
  }
  yield Buffer.from(line([ending(rows)], timeZone));
}
