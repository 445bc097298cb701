/** What stands in a cell: text stays text, whatever it looks like; numbers and moments are what they are. */
export type Cell = string | number | Date | null;

/** A list on its way out. */
export interface Table {
  /** Name of the sheet, at most 31 characters. */
  readonly name: string;
  /** First row: who took it, when, what and how much. */
  readonly watermark: string;
  readonly headings: readonly string[];
  /** Page by page: never all of it in memory. */
  readonly pages: AsyncIterable<readonly (readonly Cell[])[]>;
  /** Last row: how many there were. */
  readonly ending: (rows: number) => string;
  /** Moments are written as the clocks of the city show them. */
  readonly timeZone: string;
}

/** Counts what goes by, for {@link Table.ending} and for the register. */
export async function* counted(pages: Table['pages'], onRows: (count: number) => void): AsyncGenerator<readonly (readonly Cell[])[]> {
  for await (const page of pages) {
    onRows(page.length);
    yield page;
  }
}

/**
 * Text as files hold it: what XML 1.0 cannot say and no list needs (control characters, halves of characters) becomes
 * U+FFFD, and is seen to have been there.
 */
export const inFile = (text: string) => text.replace(/[^\P{Cc}\t\n\r]|\p{Cs}|[\uFFFE\uFFFF]/gu, '\uFFFD');

/** Date and time as the clocks of a place show them, `YYYY-MM-DD HH:mm:ss`. */
export const wallTime = (at: Date, timeZone: string) => at.toLocaleString('sv-SE', { timeZone });
