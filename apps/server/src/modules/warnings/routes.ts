import { endpoints } from '@tongxing/contract';
import { maskPhone } from '@tongxing/rules';
import { pageOf, readCursor } from '../../platform/cursor';
import type { Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import type { Language } from '../../platform/i18n';
import { personToken, recordAudit } from '../audit/public';
import { type Masked, maskedPersons } from '../identity/public';
import type { ModuleContext } from '../module';
import { readReasons, verdictCode } from '../passage/public';
import type { Divisions } from '../regions/public';
import { acknowledge, findWarning, listWarnings, type MessageRow, readMessages, type WarningRow } from './store';

export function bindWarningRoutes(context: ModuleContext, divisions: Divisions): void {
  const { router, db, vault, clock, announce } = context;

  const message = (row: MessageRow) => ({
    audience: row.purpose === 'warning_person' ? ('person' as const) : ('data_team' as const),
    to: maskPhone(vault.open('phone', row.phoneSealed)),
    state: row.state,
    queuedAt: row.queuedAt.toISOString(),
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    deliveredAt: row.state === 'delivered' ? (row.deliveredAt?.toISOString() ?? null) : null,
    attempts: row.attempts,
  });

  const shown = (row: WarningRow, person: Masked, messages: readonly MessageRow[], language: Language) => ({
    id: row.id,
    at: row.at.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    late: row.incidentId === null,
    verdict: verdictCode.read(row.verdict),
    reasons: readReasons(row.reasons),
    person,
    venue: { id: row.venuePublicId, name: row.venueName, address: row.venueAddress, checkpoint: row.venueCheckpoint },
    division: divisions.named(row.divisionCode, language),
    incidentId: row.incidentId,
    state: row.acknowledgedAt === null ? ('open' as const) : ('acknowledged' as const),
    receiver: row.receiver,
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    note: row.note,
    messages: messages.filter((one) => one.warningId === row.id).map(message),
  });

  async function detail(staff: Staff, id: string, language: Language) {
    const row = await findWarning(db, staff, id);
    if (row === undefined) throw new Refusal('NOT_FOUND');
    const [person, messages] = await Promise.all([maskedPersons(db, vault, [row.personId]), readMessages(db, [id])]);
    return shown(row, person(row.personId), messages, language);
  }

  router.bind(endpoints.listWarnings, async ({ query, principal, language }) => {
    const { state, late, limit } = query;
    const rows = await listWarnings(db, principal, { state, late, limit, place: readCursor(query.cursor) });
    const [person, messages] = await Promise.all([
      maskedPersons(
        db,
        vault,
        rows.map((row) => row.personId),
      ),
      readMessages(
        db,
        rows.map((row) => row.id),
      ),
    ]);
    return pageOf(
      rows,
      limit,
      (row) => ({ at: row.recordedAt, id: row.id }),
      (row) => shown(row, person(row.personId), messages, language),
    );
  });

  router.bind(endpoints.getWarning, ({ params, principal, language }) => detail(principal, params.id, language));

  router.bind(endpoints.acknowledgeWarning, async ({ params, body, principal, language, requestId }) => {
    const warning = await findWarning(db, principal, params.id);
    if (warning === undefined) throw new Refusal('NOT_FOUND');
    const isDone = await db.transaction().execute(async (tx) => {
      if (!(await acknowledge(tx, params.id, principal.staffId, body.note, new Date(clock.now())))) return false;
      await recordAudit(tx, {
        actor: principal,
        action: 'warning.acknowledge',
        subject: `warning:${params.id}`,
        person: personToken(vault, warning.personId),
        matter: warning.incidentId === null ? undefined : `incident:${warning.incidentId}`,
        requestId,
      });
      return true;
    });
    const after = await findWarning(db, principal, params.id);
    // Repeating one's own acknowledgement is no conflict; somebody else's is.
    if (after?.receiverId !== principal.staffId) throw new Refusal('STATE_CONFLICT');
    if (isDone) announce('warnings');
    return detail(principal, params.id, language);
  });
}
