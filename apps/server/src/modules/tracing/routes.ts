import { endpoints } from '@tongxing/contract';
import { pageOf, readCursor, readNumberCursor } from '../../platform/cursor';
import { yearOf } from '../../platform/days';
import type { Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { type Masked, maskedPersons } from '../identity/public';
import type { ModuleContext } from '../module';
import { evidenceCode, verdictCode } from '../passage/public';
import { contactId } from './contact-store';
import { decideTrace, enterCase, getTrace, readContacts, readTrajectory, requestTrace } from './service';
import { type CaseRow, findCase, listCases, listTraces, type TraceRow } from './store';

const caseNumber = (number: number, createdAt: Date, timeZone: string) =>
  `C${yearOf(createdAt.getTime(), timeZone)}-${String(number).padStart(4, '0')}`;

function shownCase(row: CaseRow, person: Masked, timeZone: string) {
  return {
    id: row.id,
    number: caseNumber(row.number, row.createdAt, timeZone),
    person,
    confirmedAt: row.confirmedAt.toISOString(),
    onsetAt: row.onsetAt.toISOString(),
    evidenceReference: row.evidenceReference,
    author: row.author,
    traces: row.traces,
  };
}

function shownTrace(row: TraceRow, staff: Staff, timeZone: string) {
  return {
    id: row.id,
    caseId: row.caseId,
    caseNumber: caseNumber(row.caseNumber, row.caseCreatedAt, timeZone),
    legalBasis: row.legalBasis,
    basisReference: row.basisReference,
    purpose: row.purpose,
    from: row.windowFrom.toISOString(),
    to: row.windowTo.toISOString(),
    lagMinutes: row.lagMinutes,
    state: row.state,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt.toISOString(),
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decisionNote: row.decisionNote,
    completedAt: row.completedAt?.toISOString() ?? null,
    contacts: row.contacts,
    mayDecide: row.state === 'requested' && row.requesterId !== staff.staffId && staff.permissions.has('trace.approve'),
  };
}

export function bindTracingRoutes(context: ModuleContext): void {
  bindCaseRoutes(context);
  bindTraceRoutes(context);
  bindResultRoutes(context);
}

function bindCaseRoutes(context: ModuleContext): void {
  const { router, db, vault, config } = context;
  const withPerson = async (row: CaseRow) =>
    shownCase(row, (await maskedPersons(db, vault, [row.personId]))(row.personId), config.timeZone);

  router.bind(endpoints.listCases, async ({ query, principal }) => {
    const rows = await listCases(db, principal, readCursor(query.cursor), query.limit);
    const person = await maskedPersons(
      db,
      vault,
      rows.map((row) => row.personId),
    );
    return pageOf(
      rows,
      query.limit,
      (row) => ({ at: row.createdAt, id: row.id }),
      (row) => shownCase(row, person(row.personId), config.timeZone),
    );
  });

  router.bind(endpoints.createCase, async ({ body, principal, requestId }) =>
    withPerson(
      await enterCase(context, principal, { ...body, confirmedAt: new Date(body.confirmedAt), onsetAt: new Date(body.onsetAt) }, requestId),
    ),
  );

  router.bind(endpoints.getCase, async ({ params, principal }) => {
    const row = await findCase(db, principal, params.id);
    if (row === undefined) throw new Refusal('NOT_FOUND');
    return withPerson(row);
  });
}

function bindTraceRoutes(context: ModuleContext): void {
  const { router, db, config } = context;

  router.bind(endpoints.listTraces, async ({ query, principal }) =>
    pageOf(
      await listTraces(db, principal, { state: query.state, caseId: query.caseId, place: readCursor(query.cursor), limit: query.limit }),
      query.limit,
      (row) => ({ at: row.requestedAt, id: row.id }),
      (row) => shownTrace(row, principal, config.timeZone),
    ),
  );

  router.bind(endpoints.requestTrace, async ({ body, principal, requestId }) => {
    const { from, to, ...rest } = body;
    return shownTrace(
      await requestTrace(context, principal, { ...rest, windowFrom: new Date(from), windowTo: new Date(to) }, requestId),
      principal,
      config.timeZone,
    );
  });

  router.bind(endpoints.getTrace, async ({ params, principal }) =>
    shownTrace(await getTrace(context, principal, params.id), principal, config.timeZone),
  );

  router.bind(endpoints.decideTrace, async ({ params, body, principal, requestId }) =>
    shownTrace(await decideTrace(context, principal, params.id, body.approve, body.note, requestId), principal, config.timeZone),
  );
}

function bindResultRoutes(context: ModuleContext): void {
  const { router, db, vault } = context;

  router.bind(endpoints.getTrajectory, async ({ params, principal, requestId }) => {
    const stays = await readTrajectory(context, principal, params.id, requestId);
    return {
      items: stays.map(({ visit, until, endKnownBy }) => ({
        at: visit.at.toISOString(),
        until: new Date(until).toISOString(),
        endKnownBy,
        venue: visit.venueName,
        address: visit.venueAddress,
        checkpoint: visit.venueCheckpoint,
        class: visit.venueClass,
        verdict: verdictCode.read(visit.verdict),
        evidence: evidenceCode.read(visit.evidence),
      })),
    };
  });

  router.bind(endpoints.listTraceContacts, async ({ params, query, principal, requestId }) => {
    const rows = await readContacts(context, principal, params.id, readNumberCursor(query.cursor) ?? 0, query.limit, requestId);
    const person = await maskedPersons(
      db,
      vault,
      rows.map((row) => row.personId),
    );
    return pageOf(
      rows,
      query.limit,
      (row) => ({ at: new Date(row.at), id: String(row.position) }),
      (row) => ({
        id: contactId(params.id, row.position),
        person: person(row.personId),
        venue: row.venueName,
        address: row.venueAddress,
        checkpoint: row.venueCheckpoint,
        at: new Date(row.at).toISOString(),
        until: new Date(row.until).toISOString(),
        caseAt: new Date(row.caseAt).toISOString(),
        caseUntil: new Date(row.caseUntil).toISOString(),
        overlapMinutes: row.overlapMinutes,
        evidence: evidenceCode.read(row.evidence),
        reasons: [...row.reasons],
      }),
    );
  });
}
