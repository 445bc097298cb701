import { endpoints } from '@tongxing/contract';
import { colourOf } from '@tongxing/rules';
import { pageOf, readCursor } from '../../platform/cursor';
import type { Staff } from '../../platform/http/principals';
import { type Masked, maskedPersons } from '../identity/public';
import type { ModuleContext } from '../module';
import { type ListedEvidence, listEvidence } from './reads';
import { decideEvidence, getEvidence, isSecondPerson, recordEvidence, requestWithdrawal, stateOf } from './service';

export function bindHealthRoutes(context: ModuleContext): void {
  const { router, db, vault, clock } = context;

  const shown = (row: ListedEvidence, person: Masked, staff: Staff) => {
    const state = stateOf(row, clock.now());
    const waits = state === 'to_confirm' || state === 'withdrawal_requested';
    return {
      id: row.id,
      person,
      kind: row.kind,
      colour: colourOf(row.kind),
      source: row.source,
      sampledAt: row.sampledAt.toISOString(),
      validUntil: row.validUntil.toISOString(),
      recordedAt: row.recordedAt.toISOString(),
      recordedBy: row.steps[0].by,
      state,
      steps: row.steps.map(({ id, kind, by, at, note }) => ({ id, step: kind, by, at: at.toISOString(), note })),
      mayDecide: waits && isSecondPerson(row, staff) && staff.permissions.has('evidence.confirm'),
      mayRequestWithdrawal: state === 'confirmed' && staff.permissions.has('evidence.create'),
    };
  };
  const shownOne = async (row: ListedEvidence, staff: Staff) =>
    shown(row, (await maskedPersons(db, vault, [row.personId]))(row.personId), staff);

  router.bind(endpoints.listHealthEvidence, async ({ query, principal }) => {
    const { state, cursor, limit } = query;
    const rows = await listEvidence(db, principal, { state, now: new Date(clock.now()), place: readCursor(cursor), limit });
    const person = await maskedPersons(
      db,
      vault,
      rows.map((row) => row.personId),
    );
    return pageOf(
      rows,
      limit,
      (row) => ({ at: row.recordedAt, id: row.id }),
      (row) => shown(row, person(row.personId), principal),
    );
  });

  router.bind(endpoints.recordHealthEvidence, async ({ body, principal, requestId }) =>
    shownOne(await recordEvidence(context, principal, { ...body, sampledAt: new Date(body.sampledAt) }, requestId), principal),
  );

  router.bind(endpoints.getHealthEvidence, async ({ params, principal }) =>
    shownOne(await getEvidence(context, principal, params.id), principal),
  );

  router.bind(endpoints.decideHealthEvidence, async ({ params, body, principal, requestId }) =>
    shownOne(await decideEvidence(context, principal, params.id, body, requestId), principal),
  );

  router.bind(endpoints.requestEvidenceWithdrawal, async ({ params, body: { id, reason }, principal, requestId }) =>
    shownOne(await requestWithdrawal(context, principal, params.id, { id, note: reason }, requestId), principal),
  );
}
