import { endpoints, type KeptReason, type OwnRequest } from '@tongxing/contract';
import { maskDocument } from '@tongxing/rules';
import { type AttemptRule, countAttempt } from '../../platform/attempt-limits';
import { pageOf, readCursor } from '../../platform/cursor';
import type { RegisteredResident } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { listUses, personToken, recordAudit } from '../audit/public';
import { type ConsentRow, listConsents, ownRegistration, requireOwnPerson } from '../identity/public';
import type { ModuleContext } from '../module';
import { evidenceCode, listOwnVisits, readReasons, verdictCode } from '../passage/public';
import { listTrips } from '../travel/public';
import { COPY_FORMAT, jsonOf, pagesOf, type Section, shownPages } from './copy';
import { readKept } from './erasure';
import { requestNumber } from './number';
import { listOwnEvidence, type OwnEvidenceRow } from './reads';
import { makeRequest, withdrawRequest } from './requests';
import { listOwnRequests, type RequestRow } from './store';

const DAY_MS = 86_400_000;
const COPIES: AttemptRule = { name: 'copy', most: 3, periodMs: DAY_MS };

export interface RightsOptions {
  readonly venueById: (id: number) => { readonly ref: { readonly name: string } } | undefined;
}

const shownConsent = ({ at, ...row }: ConsentRow) => ({ ...row, at: at.toISOString() });

const shownEvidence = ({ isWithdrawn, sampledAt, validUntil, recordedAt, ...row }: OwnEvidenceRow) => ({
  ...row,
  sampledAt: sampledAt.toISOString(),
  validUntil: validUntil.toISOString(),
  recordedAt: recordedAt.toISOString(),
  withdrawn: isWithdrawn,
});

/** What everybody may do about their own data, by themselves. */
export function bindOwnRoutes(context: ModuleContext, { venueById }: RightsOptions): void {
  const { router, db, vault, clock, config } = context;

  function ownRequest(row: RequestRow, kept: readonly KeptReason[]): OwnRequest {
    return {
      id: row.id,
      number: requestNumber(row, config.timeZone),
      kind: row.kind,
      state: row.state,
      madeAt: row.madeAt.toISOString(),
      dueAt: row.dueAt.toISOString(),
      decidedAt: row.decidedAt?.toISOString() ?? null,
      answer: row.answerSealed === null ? null : vault.open('request', row.answerSealed),
      kept: row.state === 'waiting' ? [...kept] : [],
    };
  }
  const shown = async (row: RequestRow) => ownRequest(row, row.state === 'waiting' ? await readKept(context, db, row.personId) : []);

  router.bind(endpoints.getHeld, async ({ principal: { accountId, personId } }) => {
    await requireOwnPerson(db, accountId);
    const [{ documentNumber, ...registration }, evidence, consents] = await Promise.all([
      ownRegistration(db, vault, personId),
      listOwnEvidence(db, personId),
      listConsents(db, accountId),
    ]);
    return {
      ...registration,
      document: maskDocument(documentNumber),
      evidence: evidence.map(shownEvidence),
      consents: consents.map(shownConsent),
    };
  });

  router.bind(endpoints.getDeletion, async ({ principal }) => {
    await requireOwnPerson(db, principal.accountId);
    return { kept: await readKept(context, db, principal.personId) };
  });

  router.bind(endpoints.listMyRequests, async ({ query, principal: { accountId, personId } }) => {
    const rows = await listOwnRequests(db, accountId, readCursor(query.cursor), query.limit);
    const kept = rows.some(({ state }) => state === 'waiting') ? await readKept(context, db, personId) : [];
    return pageOf(
      rows,
      query.limit,
      (row) => ({ at: row.madeAt, id: row.id }),
      (row) => ownRequest(row, kept),
    );
  });

  router.bind(endpoints.makeRequest, async (call) => {
    const request = await makeRequest(context, call.principal, call.body, call.requestId);
    context.announce('rights_requests');
    if (request.kind === 'deletion' && request.state === 'granted') call.endSession('resident');
    return shown(request);
  });

  router.bind(endpoints.withdrawRightsRequest, async ({ params, principal, requestId }) => {
    const withdrawn = await withdrawRequest(context, principal, params.id, requestId);
    context.announce('rights_requests');
    return shown(withdrawn);
  });

  router.bind(endpoints.makeCopy, async ({ principal, requestId }) => {
    await requireOwnPerson(db, principal.accountId);
    const wait = await countAttempt(context, COPIES, String(principal.accountId));
    if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
    const person = personToken(vault, principal.personId);
    await recordAudit(db, { actor: 'person', action: 'copy.download', subject: `person:${person.toString('hex')}`, person, requestId });
    return { name: `tongxing-${new Date(clock.now()).toISOString().slice(0, 10)}.json`, content: jsonOf(await sectionsOf(principal)) };
  });

  /** Visits only of the own telephone: a document number proves nothing about who registered it. */
  const visitsOf = (personId: number) =>
    shownPages(
      pagesOf(
        (place: { at: Date; id: string } | undefined, limit) => listOwnVisits(db, personId, place, limit),
        ({ at, eventId }) => ({ at, id: eventId }),
      ),
      ({ eventId, at, venueId, verdict, reasons, evidence }) => ({
        eventId,
        at: at.toISOString(),
        venue: venueById(venueId)?.ref.name ?? '',
        verdict: verdictCode.read(verdict),
        reasons: readReasons(reasons),
        evidence: evidenceCode.read(evidence),
      }),
    );

  const tripsOf = (personId: number) =>
    shownPages(
      pagesOf(
        (place: { at: Date; id: string } | undefined, limit) => listTrips(db, personId, place, limit),
        ({ declaredAt, id }) => ({ at: declaredAt, id }),
      ),
      ({ personId: _, ...trip }) => trip,
    );

  const requestsOf = (accountId: number) =>
    shownPages(
      pagesOf(
        (place: { at: Date; id: string } | undefined, limit) => listOwnRequests(db, accountId, place, limit),
        ({ madeAt, id }) => ({ at: madeAt, id }),
      ),
      (row) => ownRequest(row, []),
    );

  function usesOf(personId: number) {
    const hiddenFrom = new Date(clock.now() - config.disclosureDays * DAY_MS);
    const whose = { personId, token: personToken(vault, personId), hiddenFrom };
    return pagesOf(
      (before: number | undefined, limit) => listUses(db, whose, { before, limit }),
      ({ id }) => id,
    );
  }

  async function sectionsOf({ accountId, personId }: RegisteredResident): Promise<readonly Section[]> {
    return [
      ['format', COPY_FORMAT],
      ['madeAt', new Date(clock.now()).toISOString()],
      ['registration', await ownRegistration(db, vault, personId)],
      ['consents', (await listConsents(db, accountId)).map(shownConsent)],
      ['evidence', (await listOwnEvidence(db, personId)).map(shownEvidence)],
      ['trips', tripsOf(personId)],
      ['visits', visitsOf(personId)],
      ['uses', usesOf(personId)],
      ['requests', requestsOf(accountId)],
    ];
  }
}
