import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unpack } from '../../testing/archive';
import { hostileValues } from '../../testing/hostile-values';
import { csvField, csvOf } from './csv';
import { type Cell, inFile, type Table } from './table';
import { xlsxOf } from './xlsx';

const VALUES = hostileValues(2_000, 20_261_122);
const COLUMNS = 4;
const SOFFICE = '/usr/bin/soffice';

async function* inPages(rows: readonly (readonly Cell[])[]): AsyncGenerator<readonly (readonly Cell[])[]> {
  for (let from = 0; from < rows.length; from += 300) yield rows.slice(from, from + 300);
}

const rowsOf = (values: readonly string[]) =>
  Array.from({ length: Math.ceil(values.length / COLUMNS) }, (_, row) => values.slice(row * COLUMNS, (row + 1) * COLUMNS));

const tableOf = (rows: readonly (readonly Cell[])[]): Table => ({
  name: '名单 <&"',
  watermark: '=水印 · 张三',
  headings: ['甲', '=乙', '丙', '丁'],
  pages: inPages(rows),
  ending: (count) => `共 ${count} 条`,
  timeZone: 'Asia/Shanghai',
});

async function whole(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

/** RFC 4180, strictly: what is not allowed there is an error. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  const record: string[] = [];
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const found = field.exec(text);
    if (found === null) throw new Error(`no CSV at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
    record.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '\r\n') records.push(record.splice(0));
  }
  return records;
}

/** What a spreadsheet looks at before it decides that a text is a formula. */
const RUNS = /^[\s\uFEFF\u200B]*[=+\-@|%＝＋－＠]|^[\t\r\n\0]/;
const unmarked = (text: string) =>
  text.startsWith("'") && /^'+(?:[\s\uFEFF\u00AD\u200B-\u200F\u2060]*[=+\-@|%＝＋－＠]|[\t\r\n\uFFFD])/.test(text) ? text.slice(1) : text;

describe('2,000 hostile values as CSV', () => {
  it('begin no formula and come back as they were', async () => {
    const text = (await whole(csvOf(tableOf(rowsOf(VALUES))))).toString('utf8');
    expect(text.startsWith('\uFEFF')).toBe(true);
    const [watermark, headings, ...records] = parseCsv(text.slice(1));
    expect([watermark, headings?.[1]]).toEqual([["'=水印 · 张三"], "'=乙"]);
    expect(records.pop()).toEqual(['共 500 条']);
    const fields = records.flat();
    expect(fields.filter((field) => RUNS.test(field))).toEqual([]);
    expect(fields.map(unmarked)).toEqual(VALUES.map(inFile));
  });

  it.each([
    ['plain', '"plain"'],
    ['上报 "甲"', '"上报 ""甲"""'],
    ['1=1', '"1=1"'],
    ['\u200b=1', '"\'\u200b=1"'],
    ["'=1", '"\'\'=1"'],
    ["it's", '"it\'s"'],
  ])('%j is %s', (text, shown) => {
    expect(csvField(text)).toBe(shown);
  });
});

const textsIn = (sheet: string) =>
  [...sheet.matchAll(/<c s="\d" t="inlineStr"><is><t xml:space="preserve">([^<]*)<\/t><\/is><\/c>/g)].map(([, text]) =>
    decoded(text ?? ''),
  );
const decoded = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

describe('2,000 hostile values as XLSX', () => {
  it('are inline strings and nothing else, and come back as they were', async () => {
    const files = unpack(await whole(xlsxOf(tableOf(rowsOf(VALUES)))));
    const sheet = files['xl/worksheets/sheet1.xml'] ?? '';
    expect(sheet.replace(/<c s="\d" t="inlineStr"><is><t xml:space="preserve">[^<]*<\/t><\/is><\/c>/g, '')).not.toMatch(
      /<(c|f|is|t|hyperlink)\b/,
    );
    expect(textsIn(sheet).slice(5, -1)).toEqual(VALUES.map(inFile));
    expect(sheet).not.toMatch(/[^\P{Cc}\t\n]|\p{Cs}|[\uFFFE\uFFFF]/u);
    expect(Object.keys(files)).not.toContain('xl/worksheets/_rels/sheet1.xml.rels');
  });

  it('numbers and moments are what they are, in the time of the city', async () => {
    const at = new Date('2026-11-22T08:30:00Z');
    const rows = [[12, at, null, -1.5]];
    const sheet = unpack(await whole(xlsxOf(tableOf(rows))))['xl/worksheets/sheet1.xml'] ?? '';
    expect(sheet).toContain('<c s="0"><v>12</v></c><c s="2"><v>46348.6875</v></c><c/><c s="0"><v>-1.5</v></c>');
    expect((await whole(csvOf(tableOf(rows)))).toString()).toContain('12,"2026-11-22 16:30:00","",-1.5\r\n');
  });
});

describe('opened by LibreOffice', () => {
  it.skipIf(!existsSync(SOFFICE))('2,000 hostile values are texts and no formula', { timeout: 300_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tongxing-sheet-'));
    try {
      await writeFile(join(folder, 'list.xlsx'), await whole(xlsxOf(tableOf(rowsOf(VALUES)))));
      await writeFile(join(folder, 'comma.csv'), await whole(csvOf(tableOf(rowsOf(VALUES)))));
      const home = `-env:UserInstallation=file://${join(folder, 'home')}`;
      const { status, stderr } = spawnSync(
        SOFFICE,
        [home, '--headless', '--convert-to', 'fods', '--outdir', folder, join(folder, 'list.xlsx'), join(folder, 'comma.csv')],
        { encoding: 'utf8' },
      );
      expect(status, stderr).toBe(0);
      for (const name of ['list', 'comma']) {
        const sheet = await readFile(join(folder, `${name}.fods`), 'utf8');
        expect(sheet, name).not.toMatch(/table:formula|<text:a\b|<table:dde-link/);
      }
      expect(openedTexts(await readFile(join(folder, 'list.fods'), 'utf8')).map(asOpened)).toEqual(
        VALUES.map((value) => asOpened(inFile(value))),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
  if (!existsSync(SOFFICE)) process.stderr.write(`not opened in LibreOffice: there is none at ${SOFFICE}\n`);
});

/** Line ends of a cell are paragraphs; which sign made them is not told, and tabs beside them are dropped. */
function asOpened(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n');
  return lines.includes('\n') ? lines.replaceAll('\t', '') : lines;
}

/** Texts of the cells of the list, row by row. */
function openedTexts(sheet: string): string[] {
  const rows = [...sheet.matchAll(/<table:table-row\b[^>]*?(?:\/>|>([\s\S]*?)<\/table:table-row>)/g)].map(([, row]) => row ?? '').slice(2);
  const cells = rows.flatMap((row) => [...row.matchAll(/<table:table-cell\b([^>]*?)(?:\/>|>([\s\S]*?)<\/table:table-cell>)/g)]);
  const texts = cells.flatMap(([, attributes, content]) => {
    const repeated = Number(/number-columns-repeated="(\d+)"/.exec(attributes ?? '')?.[1] ?? 1);
    return content === undefined ? [] : Array.from({ length: repeated }, () => paragraphsOf(content));
  });
  return texts.slice(0, VALUES.length);
}

const paragraphsOf = (content: string) =>
  [...content.matchAll(/<text:p\b[^>]*?(?:\/>|>([\s\S]*?)<\/text:p>)/g)]
    .map(([, text]) =>
      (text ?? '')
        .replace(/<text:s(?: text:c="(\d+)")?\/>/g, (_, count: string | undefined) => ' '.repeat(Number(count ?? 1)))
        .replace(/<text:tab\b[^>]*\/>/g, '\t')
        .replace(/<text:line-break\b[^>]*\/>/g, '\n')
        .replace(/<[^>]+>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&apos;', "'")
        .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
        .replaceAll('&amp;', '&'),
    )
    .join('\n');
