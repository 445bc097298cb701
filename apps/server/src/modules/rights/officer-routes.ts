import { endpoints, type RightsRequest } from '@tongxing/contract';
import { maskDocument, maskName } from '@tongxing/rules';
import { pageOf, readCursor } from '../../platform/cursor';
import type { Language } from '../../platform/i18n';
import { type Masked, maskedPersons } from '../identity/public';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { requestNumber } from './number';
import { decideRequest, getRequest, revealRequest, wantedOf } from './requests';
import { listRequests, type RequestRow } from './store';

/** The privacy officer's queue. */
export function bindOfficerRoutes(context: ModuleContext, divisions: Divisions): void {
  const { router, db, vault, clock, config } = context;

  function maskedWanted(row: RequestRow): string | null {
    const wanted = wantedOf(context, row);
    if (wanted === undefined) return null;
    return wanted.kind === 'name' ? maskName(wanted.name) : maskDocument(wanted.documentNumber);
  }

  const evidenceOf = (row: RequestRow): RightsRequest['evidence'] =>
    row.evidenceId === null
      ? null
      : {
          id: row.evidenceId,
          kind: row.evidenceKind ?? '',
          source: row.evidenceSource ?? '',
          sampledAt: (row.sampledAt ?? row.madeAt).toISOString(),
          validUntil: (row.validUntil ?? row.madeAt).toISOString(),
          recordedAt: (row.recordedAt ?? row.madeAt).toISOString(),
          withdrawn: row.isWithdrawn,
        };

  const shown = (row: RequestRow, person: Masked, language: Language): RightsRequest => ({
    id: row.id,
    number: requestNumber(row, config.timeZone),
    kind: row.kind,
    state: row.state,
    person,
    division: divisions.named(row.areaCode, language),
    madeAt: row.madeAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    overdue: row.state === 'open' && row.dueAt.getTime() < clock.now(),
    wanted: maskedWanted(row),
    evidence: evidenceOf(row),
    decidedBy: row.decider,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    answer: row.answerSealed === null ? null : vault.open('request', row.answerSealed),
  });

  async function masked(row: RequestRow, language: Language): Promise<RightsRequest> {
    return shown(row, (await maskedPersons(db, vault, [row.personId]))(row.personId), language);
  }

  router.bind(endpoints.listRightsRequests, async ({ query, principal, language }) => {
    const { kind, state, overdue, limit } = query;
    const search = { kind, state, dueBefore: overdue === true ? new Date(clock.now()) : undefined };
    const rows = await listRequests(db, principal, search, { place: readCursor(query.cursor), limit });
    const persons = await maskedPersons(
      db,
      vault,
      rows.map(({ personId }) => personId),
    );
    return pageOf(
      rows,
      limit,
      (row) => ({ at: row.madeAt, id: row.id }),
      (row) => shown(row, persons(row.personId), language),
    );
  });

  router.bind(endpoints.getRightsRequest, async ({ params, principal, language }) =>
    masked(await getRequest(context, principal, params.id), language),
  );

  router.bind(endpoints.revealRightsRequest, ({ params, body, principal, requestId }) =>
    revealRequest(context, principal, params.id, body.reason, requestId),
  );

  router.bind(endpoints.decideRightsRequest, async ({ params, body, principal, language, requestId }) => {
    await decideRequest(context, principal, params.id, body, requestId);
    context.announce('rights_requests');
    return masked(await getRequest(context, principal, params.id), language);
  });
}
