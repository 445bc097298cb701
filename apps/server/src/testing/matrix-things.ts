import { randomUUID } from 'node:crypto';
import type { EndpointName, Endpoints } from '@tongxing/contract';
import { PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
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
  return { venueId: venueAt(t.city, place.venue).publicId, caseId: things.cases, divisionCode: place.street };
}

/** Residents of the things; the samples' own person is another one. */
const CASE = 60;
const SUSPECT = 61;
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
  const person = (index: number) => {
    const { documentType, documentNumber } = residentAt(t.city, index);
    return { documentType, documentNumber };
  };
  const evidence = { ...samples.recordHealthEvidence, ...person(SUSPECT), id: randomUUID() };
  await street('POST /api/v1/health-evidence', { body: evidence });
  const onsetAt = new Date(t.clock.now() - DAY_MS).toISOString();
  const traced = await street('POST /api/v1/cases', { body: { ...samples.createCase, ...person(CASE), onsetAt } });
  const trace = await street('POST /api/v1/traces', { body: { ...samples.requestTrace, caseId: traced.id } });
  await street('POST /api/v1/regimes', { body: { ...samples.switchRegime, divisionCode: place.street } });
  const area = await city('POST /api/v1/risk-areas', { body: { ...samples.addRiskArea, divisionCode: '990202' } });
  await street('POST /api/v1/venues/:id/state', { params: { id: venue.publicId }, body: { state: 'suspended', reason: '测试' } });
  return {
    venues: venue.publicId,
    'venue-codes': venue.code,
    devices: device.id,
    warnings: warning.id,
    incidents: warning.incidentId,
    cases: traced.id,
    traces: trace.id,
    'risk-areas': area.id,
  };
}
