import { createHash } from 'node:crypto';
import type { ExportFormat, ExportQuota } from '@tongxing/contract';
import type { Tx } from '../../platform/database/database';
import { dayFrom, startOfDay } from '../../platform/days';
import type { Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import type { Download } from '../../platform/http/router';
import { type Language, translate } from '../../platform/i18n';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { csvOf } from './csv';
import { finishExport, holdQuota, insertExport, readTaken } from './store';
import { type Cell, counted, type Table, wallTime } from './table';
import { xlsxOf } from './xlsx';

export type ExportedList = 'audit' | 'venues' | 'incidents' | 'posters';

/** What leaves as a file. */
export interface Exported {
  readonly list: ExportedList;
  /** Of the audit event, such as `venue.export`. */
  readonly action: string;
  /** What was looked for, as it is recorded: never a name or a number. */
  readonly filter: object;
  /** Whom it concerns, when it is somebody. */
  readonly person?: Buffer | undefined;
  /** Rows there are; more are never sent. */
  count(tx: Tx): Promise<number>;
}

/** A list as its module gives it out. */
export interface ExportSource extends Exported {
  /** Names of columns: `export.column.<name>`. */
  readonly columns: readonly string[];
  /** Rows page by page, in the order of the columns. Whom a page shows is noted before it leaves ({@link noteExported}). */
  pages(exportId: string): AsyncIterable<readonly (readonly Cell[])[]>;
}

export interface ExportRequest {
  readonly wish: { readonly id: string; readonly format: ExportFormat | 'pdf'; readonly reason: string };
  readonly staff: Staff;
  readonly language: Language;
  readonly requestId: string;
}

interface TableRequest extends ExportRequest {
  readonly wish: ExportRequest['wish'] & { readonly format: ExportFormat };
}

const TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

type Context = Pick<ModuleContext, 'db' | 'clock' | 'config' | 'logger'>;

/**
 * Counts, checks the quota and writes down who takes what and why; then the file, piece by piece.
 * @throws {Refusal} `EXPORT_QUOTA_USED` when the account or its role may take no more today; `STATE_CONFLICT` when the id was used
 */
export async function exportList(context: Context, source: ExportSource, request: TableRequest): Promise<Download> {
  const { wish, language } = request;
  const { timeZone } = context.config;
  return exportFile(context, source, request, TYPES[wish.format], ({ at, rows, onRows }) => {
    const table: Table = {
      name: translate(language, `export.list.${source.list}`),
      watermark: watermarkOf(source, request, { at, rows, timeZone }),
      headings: source.columns.map((column) => translate(language, `export.column.${column}`)),
      pages: counted(source.pages(wish.id), onRows),
      ending: (count) => translate(language, 'export.ending', { rows: count }),
      timeZone,
    };
    return wish.format === 'csv' ? csvOf(table) : xlsxOf(table);
  });
}

/** What the maker of a file is told. */
interface Making {
  readonly at: Date;
  /** How many there are. */
  readonly rows: number;
  /** To be told how many were written. */
  readonly onRows: (count: number) => void;
}

/**
 * The same for a file of any kind.
 * @param type its media type
 * @throws {Refusal} `EXPORT_QUOTA_USED` when the account may take no more today; `STATE_CONFLICT` when the id was used
 */
export async function exportFile(
  context: Context,
  exported: Exported,
  request: ExportRequest,
  type: string,
  make: (making: Making) => AsyncIterable<Buffer>,
): Promise<Download> {
  const { db, clock, config } = context;
  const { wish, staff } = request;
  const at = new Date(clock.now());
  const rows = await db.transaction().execute((tx) => register(tx, context, exported, request, at));
  const stamp = wallTime(at, config.timeZone).replace(/\D/g, '').slice(0, 14);
  let written = 0;
  const content = make({
    at,
    rows,
    onRows: (count) => {
      written += count;
    },
  });
  return {
    name: `${exported.list}-${staff.username}-${stamp}.${wish.format}`,
    type,
    content: noted(context, wish.id, content, () => written),
  };
}

async function register(
  tx: Tx,
  { clock, config }: Context,
  source: Exported,
  { wish, staff, requestId }: ExportRequest,
  at: Date,
): Promise<number> {
  // Before anybody else has to wait: a long list takes its time.
  const rows = await source.count(tx);
  const { staffId } = staff;
  const { roleId, ...quota } = await holdQuota(tx, staff.role);
  const taken = await readTaken(tx, { staffId, roleId, since: startOfDay(clock.now(), config.timeZone) });
  const over = overQuota(quota, taken, rows);
  if (over !== undefined) throw quotaUsed(over, clock.now(), config.timeZone);
  const { list, filter, action, person } = source;
  const { id, format, reason } = wish;
  if (!(await insertExport(tx, { id, at, staffId, roleId, list, format, filter, reason, rows }))) throw new Refusal('STATE_CONFLICT');
  const after = { ...filter, format, count: rows };
  await recordAudit(tx, { actor: staff, action, subject: `export:${id}`, person, reason, after, requestId });
  return rows;
}

interface OverQuota {
  /** Which limit it is, as the texts are told apart. */
  readonly context: 'files' | 'rows' | 'rows_of_all';
  readonly most: number;
  readonly taken: number;
  /** Rows of the list that was asked for. */
  readonly wanted: number;
}

/** The limit that a list of some rows goes over; undefined when there is room. */
function overQuota(quota: ExportQuota, taken: ExportQuota, wanted: number): OverQuota | undefined {
  if (taken.files >= quota.files) return { context: 'files', most: quota.files, taken: taken.files, wanted };
  if (taken.rows + wanted > quota.rows) return { context: 'rows', most: quota.rows, taken: taken.rows, wanted };
  if (taken.rowsOfAll + wanted > quota.rowsOfAll) return { context: 'rows_of_all', most: quota.rowsOfAll, taken: taken.rowsOfAll, wanted };
  return undefined;
}

function quotaUsed(over: OverQuota, now: number, timeZone: string): Refusal {
  const noon = Date.parse(`${dayFrom(now, 1, timeZone)}T12:00:00Z`);
  const tomorrow = startOfDay(noon, timeZone);
  const retryAfterSeconds = Math.max(1, Math.ceil((tomorrow.getTime() - now) / 1000));
  return new Refusal('EXPORT_QUOTA_USED', { retryAfterSeconds, values: { ...over, again: wallTime(tomorrow, timeZone).slice(0, 16) } });
}

function watermarkOf(
  { list, filter }: ExportSource,
  { wish, staff, language }: ExportRequest,
  { at, rows, timeZone }: { at: Date; rows: number; timeZone: string },
): string {
  const given = Object.entries(filter).map(([name, value]) => `${name}=${String(value)}`);
  return translate(language, 'export.watermark', {
    list: translate(language, `export.list.${list}`),
    user: staff.username,
    role: translate(language, `words:role.${staff.role}`, { defaultValue: staff.role }),
    at: wallTime(at, timeZone),
    zone: timeZone,
    filter: given.length === 0 ? translate(language, 'export.all') : given.join(' '),
    rows,
    id: wish.id.slice(0, 8),
  });
}

/** The file as it goes out; its rows and its hash are noted with its last byte. A caller who goes away leaves it unfinished. */
async function* noted({ db, clock }: Context, id: string, content: AsyncIterable<Buffer>, rows: () => number): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const piece of content) {
    hash.update(piece);
    yield piece;
  }
  await finishExport(db, id, rows(), hash.digest(), new Date(clock.now()));
}

/**
 * Reads a list to its end by its own cursor, a page at a time: no long transaction, little memory.
 * @param read rows behind the last one seen, one more than `limit` when there are more
 */
export async function* pagesOf<R>(
  read: (after: R | undefined, limit: number) => Promise<readonly R[]>,
  cells: (rows: readonly R[]) => Promise<readonly (readonly Cell[])[]>,
): AsyncGenerator<readonly (readonly Cell[])[]> {
  for (let last: R | undefined; ; ) {
    const rows = await read(last, A_READING);
    const page = rows.slice(0, A_READING);
    yield await cells(page);
    last = page.at(-1);
    if (rows.length <= A_READING) return;
  }
}

const A_READING = 1_000;
