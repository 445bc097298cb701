import { type AuditFilter, endpoints } from '@tongxing/contract';
import { pageOf, readNumberCursor } from '../../platform/cursor';
import type { Staff } from '../../platform/http/principals';
import { exportList } from '../exports/public';
import { lookUpPerson } from '../identity/public';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { AUDIT_COLUMNS, auditPages } from './audit-table';
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

const CASE_NUMBER = /^C\d{4}-(\d+)$/;
/** A matter that nothing is recorded for. */
const NOTHING = 'case:none';

const shown = (row: AuditRow) => ({ ...row, id: String(row.id), at: row.at.toISOString() });

function bindReaderRoutes(context: ModuleContext): void {
  const { router, db, vault } = context;

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
  function recordReading(actor: Staff, filter: AuditFilter, requestId: string) {
    const { token, ...rest } = filter;
    const person = token === undefined ? undefined : Buffer.from(token, 'hex');
    const subject = `audit:${filter.action ?? 'all'}`;
    // The matter that was looked for is not that of the reading: nobody's look is hidden from its person by what they typed.
    return recordAudit(db, { actor, action: 'audit.read', subject, person, after: rest, requestId });
  }

  router.bind(endpoints.listAuditEvents, async ({ query, principal, requestId }) => {
    const { cursor, limit, ...filter } = query;
    const search = await searchFor(filter);
    await recordReading(principal, filter, requestId);
    const rows = await listAuditEvents(db, search, { before: readNumberCursor(cursor), limit });
    return pageOf(rows, limit, (row) => ({ at: row.at, id: String(row.id) }), shown);
  });

  router.bind(endpoints.exportAuditEvents, async ({ body, principal: staff, language, requestId }) => {
    const { filter, ...wish } = body;
    const search = await searchFor(filter);
    const { token, ...shownFilter } = filter;
    return exportList(
      context,
      {
        list: 'audit',
        action: 'audit.export',
        filter: shownFilter,
        person: token === undefined ? undefined : Buffer.from(token, 'hex'),
        count: (tx) => countAuditEvents(tx, search),
        columns: AUDIT_COLUMNS,
        pages: () => auditPages(db, search),
      },
      { wish, staff, language, requestId },
    );
  });

  router.bind(endpoints.findAuditToken, async ({ body, principal, requestId }) => {
    const personId = await lookUpPerson(context, principal, { ...body, action: 'audit.find', requestId });
    return { token: personToken(vault, personId).toString('hex') };
  });
}
