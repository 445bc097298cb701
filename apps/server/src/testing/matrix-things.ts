import { randomUUID } from 'node:crypto';
import type { EndpointName, Endpoints } from '@tongxing/contract';
import type { Client } from '@tongxing/contract/client';
import { PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { type Caller, MAKERS, type Place } from './matrix-callers';
import type { Reference } from './matrix-rules';
import { sampleBodies } from './samples';
import type { TestApp } from './test-app';

type CollectionOf<P> = P extends `/api/v1/${infer C}/:${string}` ? C : never;
/** Collections of which a route names one by its id, `venues` of `/api/v1/venues/:id/totals`. */
type Collection = CollectionOf<Endpoints[EndpointName]['path']>;

/** One thing of each collection at the place. A new collection does not compile without its thing. */
export type Things = Readonly<Record<Collection, string>>;

/** The path with the thing in the place of its parameter. */
export function pathTo(things: Things, path: string): string {
  const collection = /^\/api\/v1\/([^/]+)\/:/.exec(path)?.[1];
  return collection === undefined ? path : path.replace(/:\w+/, things[collection as Collection]);
}

export function referred(t: TestApp, things: Things, place: Place): Readonly<Record<Reference, string>> {
  return { venueId: venueAt(t.city, place.venue).publicId, caseId: things.cases, divisionCode: place.street, roleId: things.roles };
}

/** Residents of the things; the samples' own person is another one. */
const CASE = 60;
const SUSPECT = 61;
const APPLICANT = 62;
const DAY_MS = 86_400_000;

/**
 * Lets something happen at the place for every list there is: a warning and an incident, a device, evidence, a case and a
 * trace that waits, a notice, a risk area; the venue itself is suspended.
 */
export async function makeThings(t: TestApp, callers: readonly Caller[], place: Place): Promise<Things> {
  const client = (name: string) => t.clientWith(callers.find((caller) => caller.name === name)?.shown.cookie ?? '');
  const [street, city] = [client(MAKERS.street), client(MAKERS.city)];
  const samples = sampleBodies(t);
  const venue = venueAt(t.city, place.venue);
  await t.scan(PERSONAS.red, place.venue);
  const warning = (await street('GET /api/v1/warnings')).items[0];
  if (warning === undefined || warning.incidentId === null) throw new Error('a red scan raised no warning with an incident');

  const device = await street('POST /api/v1/devices', { body: { ...samples.registerDevice, venueId: venue.publicId } });
  const system = await street('POST /api/v1/clients', { body: { ...samples.createClient, divisionCode: place.street } });
  const role = await street('POST /api/v1/roles', { body: { ...samples.createRole, divisionCode: place.street } });
  const zone = await street('POST /api/v1/functional-areas', { body: { ...samples.createFunctionalArea, divisionCode: place.street } });
  const { account } = await street('POST /api/v1/staff-accounts', { body: { ...samples.inviteStaff, roleId: role.id } });
  // A role that was held for long and never used is a finding of the review.
  await sql`update staff_accounts set role_id = proposed_role_id, role_since = created_at - interval '100 days'
    where public_id = ${account.id}`.execute(t.owner);
  const person = (index: number) => {
    const { documentType, documentNumber } = residentAt(t.city, index);
    return { documentType, documentNumber };
  };
  const evidence = { ...samples.recordHealthEvidence, ...person(SUSPECT), id: randomUUID() };
  await street('POST /api/v1/health-evidence', { body: evidence });
  const onsetAt = new Date(t.clock.now() - DAY_MS).toISOString();
  const traced = await street('POST /api/v1/cases', { body: { ...samples.createCase, ...person(CASE), onsetAt } });
  await confirmCase(city);
  const trace = await street('POST /api/v1/traces', { body: { ...samples.requestTrace, caseId: traced.id } });
  await street('POST /api/v1/regimes', { body: { ...samples.switchRegime, divisionCode: place.street } });
  const area = await city('POST /api/v1/risk-areas', { body: { ...samples.addRiskArea, divisionCode: '990202' } });
  const own = t.clientWith(callers.find(({ name }) => name === 'own resident')?.shown.cookie ?? '');
  const request = await own('POST /api/v1/me/requests', { body: samples.makeRequest });
  await street('POST /api/v1/venue-policies', { body: { ...samples.chooseVenuePolicy, divisionCode: place.street } });
  // Only somebody green applies: it is handed over to the owner afterwards.
  const application = await (await t.resident(APPLICANT))('POST /api/v1/me/venue-applications', { body: samples.applyForVenue });
  const order = await city('POST /api/v1/legal-bases', { body: samples.addLegalBasis });
  const replaced = { ...samples.replaceCode, id: randomUUID() };
  await street('POST /api/v1/venues/:id/code-replacements', { params: { id: venue.publicId }, body: replaced });
  await street('POST /api/v1/sticker-checks', { body: { ...samples.checkSticker, id: randomUUID(), sticker: venue.code } });
  const oldSticker = (await street('GET /api/v1/sticker-findings')).items[0];
  await street('POST /api/v1/venues/:id/state', { params: { id: venue.publicId }, body: { state: 'suspended', reason: '测试' } });
  // An application has no venue before it is decided; the account of a venue sees the one its venue came from.
  await sql`alter table venue_applications drop constraint venue_applications_issued`.execute(t.owner);
  await sql`update venue_applications a set venue_id = (select id from venues where public_id = ${venue.publicId}),
      applicant_account_id = r.id, person_id = r.person_id
    from resident_accounts r where r.person_id = ${await t.personId(PERSONAS.red)}`.execute(t.owner);
  return {
    venues: venue.publicId,
    'venue-codes': venue.code,
    'own-venues': venue.publicId,
    devices: device.id,
    clients: system.id,
    roles: role.id,
    'functional-areas': zone.id,
    'staff-accounts': account.id,
    warnings: warning.id,
    incidents: warning.incidentId,
    cases: traced.id,
    traces: trace.id,
    'risk-areas': area.id,
    'health-evidence': evidence.id,
    'rights-requests': request.id,
    'venue-applications': application.id,
    'legal-bases': order.id,
    'sticker-findings': oldSticker?.id ?? '',
  };
}

/** The case is confirmed by a second person; the other evidence goes on waiting for one. */
async function confirmCase(as: Client): Promise<void> {
  const { items } = await as('GET /api/v1/health-evidence', { query: { state: 'to_confirm' } });
  const id = items.find(({ kind }) => kind === 'confirmed_case')?.id ?? '';
  const body = { id: randomUUID(), decision: 'confirm', note: '已核对检测报告' } as const;
  await as('POST /api/v1/health-evidence/:id/decision', { params: { id }, body });
}
