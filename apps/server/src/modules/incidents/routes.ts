import { endpoints } from '@tongxing/contract';
import { pageOf, readCursor } from '../../platform/cursor';
import type { Staff } from '../../platform/http/principals';
import { type Language, translate } from '../../platform/i18n';
import { exportList } from '../exports/public';
import { type Masked, maskedPersons } from '../identity/public';
import type { ModuleContext } from '../module';
import { readReasons } from '../passage/public';
import type { Divisions } from '../regions/public';
import { incidentExport } from './incident-export';
import { addNote, getIncident, move, reveal } from './service';
import { type IncidentRow, listIncidents, listSteps } from './store';
import { incidentNumber, nextStates } from './workflow';

export function bindIncidentRoutes(context: ModuleContext, divisions: Divisions): void {
  const { router, db, vault, clock, config } = context;

  const shown = (row: IncidentRow, person: Masked, language: Language) => ({
    id: row.id,
    number: incidentNumber(row.number, row.reportedAt, config.timeZone),
    reportedAt: row.reportedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    arrivedAt: row.arrivedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    state: row.state,
    escalation: row.escalation,
    overdue: row.arrivedAt === null && row.state !== 'closed' && row.dueAt.getTime() < clock.now(),
    result: row.result,
    reasons: readReasons(row.reasons),
    person,
    venue: { id: row.venuePublicId, name: row.venueName, address: row.venueAddress, checkpoint: row.venueCheckpoint },
    division: divisions.named(row.divisionCode, language),
  });

  async function detail(staff: Staff, id: string, language: Language) {
    const row = await getIncident(context, staff, id);
    const [person, steps] = await Promise.all([maskedPersons(db, vault, [row.personId]), listSteps(db, id)]);
    return {
      ...shown(row, person(row.personId), language),
      steps: steps.map((step) => ({ ...step, at: step.at.toISOString(), actor: step.actor ?? translate(language, 'platform') })),
      next: [...nextStates(row.state)],
    };
  }

  router.bind(endpoints.listIncidents, async ({ query, principal, language }) => {
    const { state, open, overdue, limit } = query;
    const rows = await listIncidents(
      db,
      principal,
      { state, open, overdue, limit, place: readCursor(query.cursor) },
      new Date(clock.now()),
    );
    const person = await maskedPersons(
      db,
      vault,
      rows.map((row) => row.personId),
    );
    return pageOf(
      rows,
      limit,
      (row) => ({ at: row.reportedAt, id: row.id }),
      (row) => shown(row, person(row.personId), language),
    );
  });

  router.bind(endpoints.exportIncidents, async ({ body, principal: staff, language, requestId }) => {
    const { filter, ...wish } = body;
    const wanted = { state: filter.state, open: filter.open, overdue: filter.overdue };
    return exportList(context, incidentExport(context, divisions, { staff, wanted, language }), { wish, staff, language, requestId });
  });

  router.bind(endpoints.getIncident, ({ params, principal, language }) => detail(principal, params.id, language));

  router.bind(endpoints.moveIncident, async ({ params, body, principal, language, requestId }) => {
    await move(context, principal, params.id, { to: body.to, note: body.note, result: body.result }, requestId);
    return detail(principal, params.id, language);
  });

  router.bind(endpoints.noteIncident, async ({ params, body, principal, language, requestId }) => {
    await addNote(context, principal, params.id, body.note, requestId);
    return detail(principal, params.id, language);
  });

  router.bind(endpoints.revealIncidentPerson, ({ params, body, principal, requestId }) =>
    reveal(context, principal, params.id, body.reason, requestId),
  );
}
