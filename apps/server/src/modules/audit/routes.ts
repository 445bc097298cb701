import { type AuditFilter, endpoints } from '@tongxing/contract';
import { pageOf, readNumberCursor } from '../../platform/cursor';
import type { Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { canonicalDocument, findPerson } from '../identity/public';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { BYTE_ORDER_MARK, csvLine } from './csv';
import { bindDisclosureRoutes } from './disclosure-routes';
import { personToken } from './person-token';
import { type AuditRow, type AuditSearch, countAuditEvents, findCaseMatter, listAuditEvents } from './reads';
import type { SealKeys } from './seal';
import { bindStateRoutes } from './state-routes';
import { recordAudit } from './store';

export interface AuditRoutesOptions {
  readonly keys: SealKeys;
  readonly divisions: Divisions;
}

export function bindAuditRoutes(context: ModuleContext, { keys, divisions }: AuditRoutesOptions): void {
  bindReaderRoutes(context);
  bindStateRoutes(context, keys);
  bindDisclosureRoutes(context, divisions);
}

/** Events of an export are read so many at a time: no long transaction, little memory. */
const A_READING = 1_000;
const CASE_NUMBER = /^C\d{4}-(\d+)$/;
/** A matter that nothing is recorded for. */
const NOTHING = 'case:none';

const shown = (row: AuditRow) => ({ ...row, id: String(row.id), at: row.at.toISOString() });

function bindReaderRoutes({ router, db, vault, clock }: ModuleContext): void {
  async function searchFor({ from, to, matter, ...rest }: AuditFilter): Promise<AuditSearch> {
    const number = matter === undefined ? undefined : CASE_NUMBER.exec(matter)?.[1];
    return {
      ...rest,
      matter: number === undefined ? matter : ((await findCaseMatter(db, Number(number))) ?? NOTHING),
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
    };
  }

  /** Before anything is shown: what was looked for, and whose events when somebody's were. */
  function recordReading(actor: Staff, action: 'audit.read' | 'audit.export', filter: AuditFilter, requestId: string, after?: object) {
    const { token, ...rest } = filter;
    const person = token === undefined ? undefined : Buffer.from(token, 'hex');
    const subject = `audit:${filter.action ?? 'all'}`;
    return recordAudit(db, { actor, action, subject, person, matter: filter.matter, after: { ...rest, ...after }, requestId });
  }

  router.bind(endpoints.listAuditEvents, async ({ query, principal, requestId }) => {
    const { cursor, limit, ...filter } = query;
    const search = await searchFor(filter);
    await recordReading(principal, 'audit.read', filter, requestId);
    const rows = await listAuditEvents(db, search, { before: readNumberCursor(cursor), limit });
    return pageOf(rows, limit, (row) => ({ at: row.at, id: String(row.id) }), shown);
  });

  router.bind(endpoints.exportAuditEvents, async ({ query, principal, requestId }) => {
    const search = await searchFor(query);
    await recordReading(principal, 'audit.export', query, requestId, { count: await countAuditEvents(db, search) });
    const name = `audit-${new Date(clock.now()).toISOString().slice(0, 19).replace(/\D/g, '')}.csv`;
    return { name, content: csvOf((before) => listAuditEvents(db, search, { before, limit: A_READING })) };
  });

  router.bind(endpoints.findAuditToken, async ({ body, principal, requestId }) => {
    const number = canonicalDocument(body.documentType, body.documentNumber, clock.now());
    const personId = await findPerson(db, vault, body.documentType, number);
    if (personId === undefined) throw new Refusal('PERSON_UNKNOWN');
    const person = personToken(vault, personId);
    await recordAudit(db, { actor: principal, action: 'audit.find', subject: 'audit:person', person, requestId });
    return { token: person.toString('hex') };
  });
}

const COLUMNS = [
  'id',
  'at',
  'actor',
  'role',
  'area',
  'action',
  'subject',
  'token',
  'matter',
  'reason',
  'before',
  'after',
  'requestId',
] as const satisfies readonly (keyof AuditRow)[];

/** The first reading begins with the newest; each goes on below the last. */
async function* csvOf(read: (before: number | undefined) => Promise<AuditRow[]>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(COLUMNS);
  for (let before: number | undefined; ; ) {
    const rows = await read(before);
    const page = rows.slice(0, A_READING);
    yield page.map((row) => csvLine(COLUMNS.map((column) => textOf(row[column])))).join('');
    before = page.at(-1)?.id;
    if (rows.length <= A_READING) return;
  }
}

function textOf(value: AuditRow[keyof AuditRow]): string | null {
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
