import { randomUUID } from 'node:crypto';
import { type EndpointName, type Endpoints, endpoints, PERMISSIONS } from '@tongxing/contract';
import { CITY_CODE, PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import type { z } from 'zod';
import { registerTestDevice } from './devices';
import type { TestApp } from './test-app';
import type { Sent } from './wire';

type WithBody = { [N in EndpointName]: Endpoints[N] extends { readonly body: z.ZodType } ? N : never }[EndpointName];
type BodyOf<N extends EndpointName> = Endpoints[N] extends { readonly body: infer S extends z.ZodType } ? z.input<S> : never;
type Samples = { readonly [N in WithBody]: BodyOf<N> };

/** A body that every endpoint with one accepts as to its form. A new endpoint does not compile without its sample. */
export function sampleBodies(t: TestApp): Samples {
  const { documentType, documentNumber, name } = residentAt(t.city, PERSONAS.case);
  const past = new Date(t.clock.now() - 3_600_000).toISOString();
  const now = new Date(t.clock.now()).toISOString();
  return {
    requestSignInCode: { phone: '13900000001' },
    signIn: { phone: '13900000001', code: '000000' },
    register: { name, documentType, documentNumber },
    declareTrip: { id: randomUUID(), divisionCode: CITY_CODE, arrivedAt: past, leftAt: past },
    scan: { eventId: t.eventId(), code: venueAt(t.city, 0).code, direction: 'in' },
    registerDevice: { id: randomUUID(), venueId: venueAt(t.city, 0).publicId, name: '测试闸机', kind: 'gate' },
    revokeDevice: { reason: '测试' },
    verifyAtDevice: { eventId: t.eventId(), documentType, documentNumber, name, temperatureC: 36.5, direction: 'in' },
    keyEntry: { eventId: t.eventId(), documentType, documentNumber, name, temperatureC: 36.5, direction: 'in' },
    pairDoor: { pairingCode: '000000' },
    staffSignIn: { username: 'nobody', password: 'wrong' },
    createVenue: {
      id: randomUUID(),
      name: '测试站',
      class: 'other',
      scene: 'ordinary',
      address: '测试路 1 号',
      divisionCode: CITY_CODE,
      contactPhone: '13900000001',
    },
    setVenueState: { state: 'active', reason: '测试' },
    switchRegime: { id: randomUUID(), divisionCode: CITY_CODE, regime: 'normal', noticeNumber: '第9号', title: '测试' },
    addRiskArea: { id: randomUUID(), divisionCode: CITY_CODE, level: 'high', source: '名单', validFrom: past },
    endRiskArea: { source: '名单' },
    recordHealthEvidence: { id: randomUUID(), documentType, documentNumber, kind: 'fever_declared', source: '测试', sampledAt: past },
    acknowledgeWarning: { note: '测试' },
    moveIncident: { to: 'dispatched', note: '测试' },
    noteIncident: { note: '测试' },
    revealIncidentPerson: { reason: '联系本人' },
    createCase: { id: randomUUID(), documentType, documentNumber, confirmedAt: past, onsetAt: past, evidenceReference: 'LAB-0001' },
    requestTrace: {
      id: randomUUID(),
      caseId: randomUUID(),
      legalBasis: 'infectious_disease_law',
      basisReference: '第9号',
      purpose: '流行病学调查',
      from: past,
      to: now,
      lagMinutes: 30,
    },
    findAuditToken: { documentType, documentNumber },
    decideTrace: { approve: true, note: '同意' },
  };
}

/** Every endpoint by name. */
export const ALL_ENDPOINTS = (Object.keys(endpoints) as EndpointName[]).map((name) => ({ name, endpoint: endpoints[name] }));

/** Path with ids of nothing in the places of its parameters. */
export function pathOf(path: string, value: string = randomUUID()): string {
  return path.replace(/:\w+/g, value);
}

/** What a caller shows: a cookie, or for a device its header. */
export type Shown = Pick<Sent, 'cookie' | 'headers'>;

/** What somebody who may call each kind of route shows. */
export async function everybody(t: TestApp) {
  const [resident, staff, door, device] = await Promise.all([
    t.residentCookie(PERSONAS.green),
    t.extraStaff({ permissions: PERMISSIONS, areaCode: CITY_CODE }),
    t.cookie('door', 1),
    registerTestDevice(t, 0),
  ]);
  return {
    anyone: {},
    demo: {},
    resident: { cookie: resident },
    staff: { cookie: staff },
    self: { cookie: staff },
    door: { cookie: door },
    device: { headers: device.headers },
  } as const satisfies Record<Endpoints[EndpointName]['access']['who'], Shown>;
}
