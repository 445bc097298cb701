/** What a spreadsheet takes for the beginning of a formula, in both widths, and what it may skip before one. */
const FORMULA = /^[\s\uFEFF]*[=+\-@|%＝＋－＠]|^[\t\r\n\0]/;

/** A field that a spreadsheet shows and never carries out (RFC 4180, always in quotes). */
export function csvField(value: string | null): string {
  const text = value ?? '';
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

/** One record, with its end. */
export function csvLine(values: readonly (string | null)[]): string {
  return `${values.map(csvField).join(',')}\r\n`;
}

/** At the beginning of a file, so that spreadsheets read Chinese. */
export const BYTE_ORDER_MARK = '\uFEFF';
