import { z } from 'zod';
import {
  Colour,
  DivisionCode,
  DivisionRef,
  DocumentType,
  EvidenceGrade,
  Instant,
  PageQuery,
  Phone,
  page,
  ReasonCode,
  searched,
  Verdict,
} from '../common';
import { endpoint } from '../endpoint';
import { EvidenceKind } from './policy';

export const GUARDIAN_RELATIONS = ['parent', 'grandparent', 'other'] as const;

/** Who agrees for somebody under 14. */
export const Guardian = z.strictObject({
  name: z.string().trim().min(2).max(50),
  relation: z.enum(GUARDIAN_RELATIONS),
});
export type Guardian = z.infer<typeof Guardian>;

export const RegistrationBody = z.strictObject({
  name: z.string().trim().min(2).max(50),
  documentType: DocumentType,
  documentNumber: z.string().trim().min(5).max(24),
  notice: z.int().positive().max(32_767).describe('version of the privacy notice that was read: the one in force'),
  sensitive: z.boolean().describe('agreed to health and itinerary on the telephone; false is no obstacle'),
  guardian: Guardian.optional().describe('required for somebody under 14 by the birth date in the document'),
});

/** What somebody agreed to. */
export const ConsentState = z
  .object({
    current: z.int().describe('version of the privacy notice in force'),
    notice: z.int().nullable().describe('version that was read last'),
    sensitive: z.boolean().describe('whether health and itinerary may be shown and declared on the telephone'),
  })
  .meta({ id: 'ConsentState' });
export type ConsentState = z.infer<typeof ConsentState>;

export const Me = z
  .object({
    registered: z.boolean(),
    toConfirm: z
      .boolean()
      .describe('a door had recorded this document: what it recorded is shown when an officer has confirmed that it is theirs'),
    phone: z.string().describe('masked'),
    name: z.string().nullable().describe('masked'),
    document: z.string().nullable().describe('masked'),
    health: z
      .object({
        colour: Colour,
        /** Evidence kind in words follows from this; null when green. */
        reason: z.string().nullable(),
        source: z.string().nullable(),
        since: Instant.nullable(),
        until: Instant.nullable(),
        /** Evidence that was wrong and no longer counts; told for 14 days. */
        withdrawn: z.object({ reason: EvidenceKind, source: z.string(), at: Instant }).nullable(),
      })
      .nullable(),
    throughRiskArea: z.boolean(),
    consent: ConsentState,
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const Trip = z
  .object({ id: z.uuid(), division: DivisionRef, arrivedAt: Instant, leftAt: Instant, declaredAt: Instant })
  .meta({ id: 'Trip' });
export type Trip = z.infer<typeof Trip>;

export const OwnVisit = z
  .object({
    eventId: z.uuid(),
    at: Instant,
    venueName: z.string(),
    checkpoint: z.string().nullable(),
    verdict: Verdict,
    reasons: z.array(ReasonCode),
    evidence: EvidenceGrade,
  })
  .meta({ id: 'OwnVisit' });
export type OwnVisit = z.infer<typeof OwnVisit>;

export const residentEndpoints = {
  requestSignInCode: endpoint({
    method: 'POST',
    path: '/api/v1/sign-in/codes',
    tag: 'residents',
    summary: 'Send a six-digit sign-in code by SMS. The answer is the same for known and unknown numbers.',
    access: { who: 'anyone' },
    body: z.strictObject({ phone: Phone }),
    status: 202,
    response: z.object({ expiresInSeconds: z.int(), resendInSeconds: z.int() }),
    errors: ['TOO_MANY_REQUESTS'],
  }),
  signIn: endpoint({
    method: 'POST',
    path: '/api/v1/sign-in/sessions',
    tag: 'residents',
    summary: 'Sign in with the code; sets the session cookie.',
    access: { who: 'anyone' },
    body: z.strictObject({ phone: Phone, code: z.string().regex(/^\d{6}$/) }),
    status: 200,
    response: z.object({ registered: z.boolean() }),
    errors: ['SIGN_IN_FAILED', 'TOO_MANY_REQUESTS'],
  }),
  signOut: endpoint({
    method: 'DELETE',
    path: '/api/v1/sign-in/sessions/current',
    tag: 'residents',
    summary: 'End the own session.',
    access: { who: 'resident', registered: false },
    status: 204,
    errors: [],
  }),
  endOtherResidentSessions: endpoint({
    method: 'POST',
    path: '/api/v1/me/sessions/revocations/others',
    tag: 'residents',
    summary: 'End every session of the own account but this one, at every node.',
    access: { who: 'resident', registered: false },
    status: 204,
    errors: [],
  }),
  getMe: endpoint({
    method: 'GET',
    path: '/api/v1/me',
    tag: 'residents',
    summary: 'The signed-in resident: masked identity, own health status with its reason, itinerary.',
    access: { who: 'resident', registered: false },
    status: 200,
    response: Me,
    errors: [],
  }),
  register: endpoint({
    method: 'POST',
    path: '/api/v1/me/registration',
    tag: 'residents',
    summary: 'Register with real name and document number. Check digits are verified.',
    access: { who: 'resident', registered: false },
    body: RegistrationBody,
    status: 201,
    response: Me,
    errors: ['ALREADY_REGISTERED', 'TOO_MANY_REQUESTS'],
  }),
  listMyVisits: endpoint({
    method: 'GET',
    path: '/api/v1/me/visits',
    tag: 'residents',
    summary: 'Own visits, newest first.',
    access: { who: 'resident', registered: true },
    query: PageQuery,
    status: 200,
    response: page(OwnVisit),
    errors: [],
  }),
  listMyTrips: endpoint({
    method: 'GET',
    path: '/api/v1/me/trips',
    tag: 'residents',
    summary: 'Own declared trips, newest first.',
    access: { who: 'resident', registered: true },
    query: PageQuery,
    status: 200,
    response: page(Trip),
    errors: [],
  }),
  declareTrip: endpoint({
    method: 'POST',
    path: '/api/v1/me/trips',
    tag: 'residents',
    summary: 'Declare a stay elsewhere. Repeating the same id is harmless.',
    access: { who: 'resident', registered: true },
    body: z.strictObject({ id: z.uuid(), divisionCode: DivisionCode, arrivedAt: Instant, leftAt: Instant }),
    status: 201,
    response: Trip,
    errors: ['STATE_CONFLICT', 'CONSENT_REQUIRED', 'CLAIM_WAITING'],
  }),
  listDivisions: endpoint({
    method: 'GET',
    path: '/api/v1/divisions',
    tag: 'regions',
    summary: 'Divisions directly below a parent (provinces without one), or matching a name.',
    access: { who: 'anyone' },
    query: z.strictObject({ parent: DivisionCode.optional(), search: searched(20).optional() }),
    status: 200,
    response: z.object({ items: z.array(DivisionRef) }),
    errors: [],
  }),
};
