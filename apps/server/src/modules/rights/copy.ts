/** Name and number of the form of the file; another form is another number. */
export const COPY_FORMAT = 'tongxing-personal-copy/1';

/** One section of the file: a value, or a list that is read page by page. */
export type Section = readonly [name: string, content: unknown | AsyncIterable<readonly unknown[]>];

const isPaged = (content: unknown): content is AsyncIterable<readonly unknown[]> =>
  typeof content === 'object' && content !== null && Symbol.asyncIterator in content;

/** The file piece by piece: one object, its sections in order. Nothing is held but a page. */
export async function* jsonOf(sections: readonly Section[]): AsyncGenerator<string> {
  for (const [place, [name, content]] of sections.entries()) {
    yield `${place === 0 ? '{' : ',\n'}${JSON.stringify(name)}:`;
    if (!isPaged(content)) yield JSON.stringify(content);
    else yield* listOf(content);
  }
  yield '}\n';
}

async function* listOf(pages: AsyncIterable<readonly unknown[]>): AsyncGenerator<string> {
  let mark = '[';
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield `${mark}${page.map((item) => JSON.stringify(item)).join(',\n')}`;
    mark = ',\n';
  }
  yield mark === '[' ? '[]' : ']';
}

const A_READING = 500;

/** Reads a list page after page, each below the last row of the one before. */
export async function* pagesOf<Row, P>(
  read: (place: P | undefined, limit: number) => Promise<Row[]>,
  placeOf: (row: Row) => P,
): AsyncGenerator<Row[]> {
  for (let place: P | undefined; ; ) {
    const rows = await read(place, A_READING);
    const page = rows.slice(0, A_READING);
    yield page;
    const last = page.at(-1);
    if (last === undefined || rows.length <= A_READING) return;
    place = placeOf(last);
  }
}

/** The same, each row as the file shows it. */
export async function* shownPages<Row>(pages: AsyncIterable<readonly Row[]>, show: (row: Row) => unknown): AsyncGenerator<unknown[]> {
  for await (const page of pages) yield page.map(show);
}
