import { type Cell, inFile, type Table, wallTime } from './table';
import { type ZipEntry, zipOf } from './zip';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** Places in the list of cell formats below. */
const STYLE = { text: 1, moment: 2, heading: 3, number: 0 } as const;

const CONTENT_TYPES = `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`;
const RELATIONSHIPS = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
const WORKBOOK_RELATIONSHIPS = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;
/** `quotePrefix`: who edits such a cell edits text, and makes no formula of it by pressing Enter. */
const STYLES = `${XML}<styleSheet xmlns="${SHEET}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '_x000D_' };

/** `_x000D_` is how Office writes what XML would change; a text that looks so itself gets its line escaped (ECMA-376, ST_Xstring). */
const xmlText = (text: string) =>
  inFile(text)
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>"\r]/g, (sign) => ESCAPES[sign] ?? sign);

/** No cell of Excel holds more characters. */
const MOST_CHARACTERS = 32_767;
const DAY_MS = 86_400_000;
/** Day 0 of spreadsheets. */
const EPOCH_MS = Date.UTC(1899, 11, 30);

/** Days since the epoch of spreadsheets, as the clocks of a place show the moment. */
const serialOf = (at: Date, timeZone: string) => (Date.parse(`${wallTime(at, timeZone).replace(' ', 'T')}Z`) - EPOCH_MS) / DAY_MS;

function cellXml(cell: Cell, timeZone: string, textStyle: number): string {
  if (cell === null) return '<c/>';
  if (typeof cell === 'number') return `<c s="${STYLE.number}"><v>${cell}</v></c>`;
  if (cell instanceof Date) return `<c s="${STYLE.moment}"><v>${serialOf(cell, timeZone)}</v></c>`;
  return `<c s="${textStyle}" t="inlineStr"><is><t xml:space="preserve">${xmlText(cell.slice(0, MOST_CHARACTERS))}</t></is></c>`;
}

const rowXml = (cells: readonly Cell[], timeZone: string, textStyle: number = STYLE.text) =>
  `<row>${cells.map((cell) => cellXml(cell, timeZone, textStyle)).join('')}</row>`;

async function* sheetOf({ watermark, headings, pages, ending, timeZone }: Table): AsyncGenerator<Buffer> {
  yield Buffer.from(
    `${XML}<worksheet xmlns="${SHEET}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${headings.length}" width="22" customWidth="1"/></cols><sheetData>${rowXml([watermark], timeZone)}${rowXml(headings, timeZone, STYLE.heading)}`,
  );
  let rows = 0;
  for await (const page of pages) {
    rows += page.length;
    yield Buffer.from(page.map((cells) => rowXml(cells, timeZone)).join(''));
  }
  yield Buffer.from(`${rowXml([ending(rows)], timeZone)}</sheetData></worksheet>`);
}

const workbookOf = (name: string) =>
  `${XML}<workbook xmlns="${SHEET}" xmlns:r="${OFFICE}"><sheets><sheet name="${xmlText(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`;

/**
 * A list as XLSX, piece by piece: every text is an inline string, and there is no way to write a formula or a link
 * (ECMA-376, part 1).
 */
export function xlsxOf(table: Table): AsyncGenerator<Buffer> {
  const fixed = (name: string, text: string): ZipEntry => ({ name, content: [Buffer.from(text)] });
  return zipOf([
    fixed('[Content_Types].xml', CONTENT_TYPES),
    fixed('_rels/.rels', RELATIONSHIPS),
    fixed('xl/workbook.xml', workbookOf(table.name)),
    fixed('xl/_rels/workbook.xml.rels', WORKBOOK_RELATIONSHIPS),
    fixed('xl/styles.xml', STYLES),
    { name: 'xl/worksheets/sheet1.xml', content: sheetOf(table) },
  ]);
}
