import { endpoints } from '@tongxing/contract';
import { colourOf } from '@tongxing/rules';
import { pageOf, readCursor } from '../../platform/cursor';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { personToken, recordAudit } from '../audit/public';
import { canonicalDocument, findPerson, type Masked, maskedPersons } from '../identity/public';
import type { ModuleContext } from '../module';
import { addEvidence } from './public';
import { type EvidenceRow, findEvidence, listEvidence } from './store';

export function bindHealthRoutes(context: ModuleContext): void {
  const { router, db, vault, clock, factsChanged } = context;

  const shown = (row: EvidenceRow, person: Masked) => ({
    id: row.id,
    person,
    kind: row.kind,
    colour: colourOf(row.kind),
    source: row.source,
    sampledAt: row.sampledAt.toISOString(),
    validUntil: row.validUntil.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
  });

  router.bind(endpoints.listHealthEvidence, async ({ query, principal }) => {
    const rows = await listEvidence(db, principal, readCursor(query.cursor), query.limit);
    const person = await maskedPersons(
      db,
      vault,
      rows.map((row) => row.personId),
    );
    return pageOf(
      rows,
      query.limit,
      (row) => ({ at: row.recordedAt, id: row.id }),
      (row) => shown(row, person(row.personId)),
    );
  });

  router.bind(endpoints.recordHealthEvidence, async ({ body, principal, requestId }) => {
    const number = canonicalDocument(body.documentType, body.documentNumber, clock.now());
    const sampledAt = new Date(body.sampledAt);
    if (sampledAt.getTime() > clock.now()) throw refuseField('sampledAt', 'in_the_future');
    const personId = await findPerson(db, vault, body.documentType, number);
    if (personId === undefined) throw new Refusal('PERSON_UNKNOWN');
    await db.transaction().execute(async (tx) => {
      const isNew = await addEvidence(tx, {
        id: body.id,
        personId,
        kind: body.kind,
        source: body.source,
        sampledAt,
        recordedAt: new Date(clock.now()),
        authorId: principal.staffId,
      });
      if (isNew)
        await recordAudit(tx, {
          actor: principal,
          action: 'evidence.create',
          subject: `evidence:${body.id}`,
          person: personToken(vault, personId),
          reason: body.source,
          after: { kind: body.kind, colour: colourOf(body.kind) },
          requestId,
        });
    });
    await factsChanged();
    const row = await findEvidence(db, principal, body.id);
    if (row === undefined || row.personId !== personId) throw new Refusal('STATE_CONFLICT');
    return shown(row, (await maskedPersons(db, vault, [personId]))(personId));
  });
}
