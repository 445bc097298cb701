import { z } from 'zod';
import { DivisionRef, DocumentType, Id, IdParams, Instant, MaskedPerson, PageQuery, Phone, page, text } from '../common';
import { endpoint } from '../endpoint';
import { ConsentState, Me } from './residents';

/** What personal data are processed for, as notice and orders name it. */
export const PURPOSES = ['registration', 'visit_register', 'health_status', 'itinerary', 'disposal', 'tracing'] as const;
export const Purpose = z.enum(PURPOSES).meta({ id: 'Purpose' });

const SixDigits = z.string().regex(/^\d{6}$/);
const Day = z.iso.date().meta({ id: 'Day', description: "calendar day in the city's own time" });

/** An order that the processing rests on. */
export const LegalOrder = z
  .object({
    id: Id,
    purposes: z.array(Purpose),
    title: z.string(),
    number: z.string(),
    issuer: z.string(),
    beginsOn: Day,
    endsOn: Day.describe('the last day'),
    state: z.enum(['coming', 'in_force', 'expired']),
  })
  .meta({ id: 'LegalOrder' });
export type LegalOrder = z.infer<typeof LegalOrder>;

/** Orders, and for each purpose until when one of them covers it. */
export const LegalBases = z
  .object({
    items: z.array(LegalOrder),
    purposes: z.array(z.object({ purpose: Purpose, coveredUntil: Day.nullable().describe('null: by no order in force') })),
  })
  .meta({ id: 'LegalBases' });
export type LegalBases = z.infer<typeof LegalBases>;

/** The privacy notice, in the language asked for. */
export const PrivacyNotice = z
  .object({
    version: z.int(),
    current: z.int().describe('version in force'),
    date: Day.describe('from when on this version was in force'),
    sections: z.array(z.object({ id: z.string(), title: z.string(), paragraphs: z.array(z.string()) })),
  })
  .meta({ id: 'PrivacyNotice' });
export type PrivacyNotice = z.infer<typeof PrivacyNotice>;

export const CONSENT_KINDS = ['notice', 'sensitive'] as const;
export const ConsentRecord = z
  .object({ id: Id, kind: z.enum(CONSENT_KINDS), version: z.int(), given: z.boolean(), at: Instant })
  .meta({ id: 'ConsentRecord' });
export type ConsentRecord = z.infer<typeof ConsentRecord>;

/** Evidence about one's health, as its subject is told of it. */
export const OwnEvidence = z
  .object({
    id: Id,
    kind: z.string(),
    source: z.string(),
    sampledAt: Instant,
    validUntil: Instant,
    recordedAt: Instant,
    withdrawn: z.boolean().describe('found wrong: it no longer counts'),
  })
  .meta({ id: 'OwnEvidence' });
export type OwnEvidence = z.infer<typeof OwnEvidence>;

/** What is held about somebody, in short; visits, trips and uses have their own lists. */
export const Held = z
  .object({
    name: z.string().describe('in full: it is theirs'),
    phone: z.string(),
    documentType: DocumentType,
    document: z.string().describe('masked'),
    registeredAt: Instant,
    guardian: z.object({ name: z.string(), relation: z.string(), statedAt: Instant }).nullable(),
    evidence: z.array(OwnEvidence),
    consents: z.array(ConsentRecord),
  })
  .meta({ id: 'Held' });
export type Held = z.infer<typeof Held>;

/** What still has to be kept of somebody who wants to be erased, and until when; null is until it is closed. */
export const KeptReason = z
  .object({ what: z.enum(['visits', 'incident', 'investigation', 'evidence']), until: Instant.nullable() })
  .meta({ id: 'KeptReason' });
export type KeptReason = z.infer<typeof KeptReason>;

export const RIGHTS_REQUEST_KINDS = ['name', 'document', 'evidence', 'deletion', 'claim'] as const;
export const RIGHTS_REQUEST_STATES = ['open', 'waiting', 'granted', 'partly', 'refused', 'withdrawn'] as const;
const Kind = z.enum(RIGHTS_REQUEST_KINDS);
const State = z.enum(RIGHTS_REQUEST_STATES);

/** A request as the person who made it sees it. */
export const OwnRequest = z
  .object({
    id: Id,
    number: z.string(),
    kind: Kind,
    state: State,
    madeAt: Instant,
    dueAt: Instant,
    decidedAt: Instant.nullable(),
    answer: z.string().nullable(),
    kept: z.array(KeptReason).describe('of a deletion that waits'),
  })
  .meta({ id: 'OwnRequest' });
export type OwnRequest = z.infer<typeof OwnRequest>;

/** A request as the officer sees it: nothing in full. */
export const RightsRequest = z
  .object({
    id: Id,
    number: z.string(),
    kind: Kind,
    state: State,
    person: MaskedPerson,
    division: DivisionRef,
    madeAt: Instant,
    dueAt: Instant,
    overdue: z.boolean(),
    /** What it is to become, masked; null where nothing is. */
    wanted: z.string().nullable(),
    evidence: OwnEvidence.nullable().describe('evidence that is said to be wrong'),
    decidedBy: z.string().nullable(),
    decidedAt: Instant.nullable(),
    answer: z.string().nullable(),
  })
  .meta({ id: 'RightsRequest' });
export type RightsRequest = z.infer<typeof RightsRequest>;

const resident = { who: 'resident', registered: true } as const;
const queue = { who: 'staff', permission: 'rights_request.read', area: 'city' } as const;
const handling = { who: 'staff', permission: 'rights_request.handle', area: 'city' } as const;

export const rightsEndpoints = {
  getNotice: endpoint({
    method: 'GET',
    path: '/api/v1/notice',
    tag: 'system',
    summary: 'The privacy notice in force, or an earlier version.',
    access: { who: 'anyone' },
    query: z.strictObject({ version: z.coerce.number().int().min(1).max(9_999).optional() }),
    status: 200,
    response: PrivacyNotice,
    errors: ['NOT_FOUND', 'TOO_MANY_REQUESTS'],
  }),
  listLegalBases: endpoint({
    method: 'GET',
    path: '/api/v1/legal-bases',
    tag: 'system',
    summary: 'Orders that the processing rests on, newest first, and which purpose is covered until when.',
    access: { who: 'anyone' },
    status: 200,
    response: LegalBases,
    errors: ['TOO_MANY_REQUESTS'],
  }),
  addLegalBasis: endpoint({
    method: 'POST',
    path: '/api/v1/legal-bases',
    tag: 'policy',
    summary: 'Enter an order. Repeating the same id is harmless.',
    access: { who: 'staff', permission: 'legal_basis.edit', area: 'city', proof: 'fresh' },
    body: z.strictObject({
      id: Id,
      purposes: z.array(Purpose).min(1).max(PURPOSES.length),
      title: text(120, 2),
      number: text(60, 2),
      issuer: text(120, 2),
      beginsOn: Day,
      endsOn: Day,
    }),
    status: 201,
    response: LegalOrder,
    errors: ['STATE_CONFLICT'],
  }),
  endLegalBasis: endpoint({
    method: 'POST',
    path: '/api/v1/legal-bases/:id/end',
    tag: 'policy',
    summary: 'End an order earlier than it says; an extension is an order of its own.',
    access: { who: 'staff', permission: 'legal_basis.edit', area: 'city', proof: 'fresh' },
    params: IdParams,
    body: z.strictObject({ endsOn: Day, reason: text(200, 2) }),
    status: 200,
    response: LegalOrder,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  recordConsent: endpoint({
    method: 'POST',
    path: '/api/v1/me/consents',
    tag: 'residents',
    summary: 'Say that the notice in force was read, or give or withdraw the consent to health and itinerary on the telephone.',
    access: { who: 'resident', registered: false },
    body: z.strictObject({ id: Id, kind: z.enum(CONSENT_KINDS), version: z.int().positive().max(32_767), given: z.boolean() }),
    status: 201,
    response: ConsentState,
    errors: ['STATE_CONFLICT'],
  }),
  getHeld: endpoint({
    method: 'GET',
    path: '/api/v1/me/held',
    tag: 'residents',
    summary: 'What is held about the signed-in resident.',
    access: resident,
    status: 200,
    response: Held,
    errors: ['CLAIM_WAITING'],
  }),
  makeCopy: endpoint({
    method: 'POST',
    path: '/api/v1/me/copies',
    tag: 'residents',
    summary: 'All of it as one file: docs/guide/resident.md describes its fields. Three a day; each is recorded.',
    access: resident,
    status: 200,
    file: 'application/json',
    errors: ['TOO_MANY_REQUESTS', 'CLAIM_WAITING'],
  }),
  sendPhoneCodes: endpoint({
    method: 'POST',
    path: '/api/v1/me/phone-codes',
    tag: 'residents',
    summary: 'Send a code to the present and one to the new telephone.',
    access: resident,
    body: z.strictObject({ phone: Phone }),
    status: 202,
    response: z.object({ expiresInSeconds: z.int(), resendInSeconds: z.int() }),
    errors: ['TOO_MANY_REQUESTS'],
  }),
  changePhone: endpoint({
    method: 'POST',
    path: '/api/v1/me/phone',
    tag: 'residents',
    summary: 'Change the telephone with the codes sent to both.',
    access: resident,
    body: z.strictObject({ phone: Phone, codes: z.strictObject({ present: SixDigits, next: SixDigits }) }),
    status: 200,
    response: Me,
    errors: ['SIGN_IN_FAILED', 'ALREADY_REGISTERED'],
  }),
  getDeletion: endpoint({
    method: 'GET',
    path: '/api/v1/me/deletion',
    tag: 'residents',
    summary: 'What would still have to be kept after a request to be erased; nothing means that it is done at once.',
    access: resident,
    status: 200,
    response: z.object({ kept: z.array(KeptReason) }),
    errors: ['CLAIM_WAITING'],
  }),
  listMyRequests: endpoint({
    method: 'GET',
    path: '/api/v1/me/requests',
    tag: 'residents',
    summary: 'Own requests, newest first.',
    access: resident,
    query: PageQuery,
    status: 200,
    response: page(OwnRequest),
    errors: [],
  }),
  makeRequest: endpoint({
    method: 'POST',
    path: '/api/v1/me/requests',
    tag: 'residents',
    summary: 'Ask for a correction or to be erased. Repeating the same id is harmless; one of a kind at a time.',
    access: resident,
    body: z.strictObject({
      id: Id,
      kind: Kind.exclude(['claim']).describe('a claim is made by the registration'),
      reason: text(500).optional().describe('required for a correction'),
      name: z.string().trim().min(2).max(50).optional().describe('of kind name'),
      documentType: DocumentType.optional().describe('of kind document'),
      documentNumber: z.string().trim().min(5).max(24).optional(),
      evidence: Id.optional().describe('of kind evidence'),
    }),
    status: 201,
    response: OwnRequest,
    errors: ['STATE_CONFLICT', 'TOO_MANY_REQUESTS', 'CLAIM_WAITING'],
  }),
  listRightsRequests: endpoint({
    method: 'GET',
    path: '/api/v1/rights-requests',
    tag: 'rights',
    summary: 'Requests of people about their data, oldest first among those that are due, persons masked.',
    access: queue,
    query: PageQuery.extend({ kind: Kind.optional(), state: State.optional(), overdue: z.stringbool().optional() }),
    status: 200,
    response: page(RightsRequest),
    errors: [],
  }),
  getRightsRequest: endpoint({
    method: 'GET',
    path: '/api/v1/rights-requests/:id',
    tag: 'rights',
    summary: 'One request, masked.',
    access: queue,
    params: IdParams,
    status: 200,
    response: RightsRequest,
    errors: ['NOT_FOUND'],
  }),
  revealRightsRequest: endpoint({
    method: 'POST',
    path: '/api/v1/rights-requests/:id/identity',
    tag: 'rights',
    summary: 'What is asked for in full, for a reason, while the request is open. Recorded, and the person sees it.',
    access: { ...handling, proof: 'fresh' },
    params: IdParams,
    body: z.strictObject({ reason: text(200, 4) }),
    status: 200,
    response: z.object({ name: z.string(), phone: z.string(), wanted: z.string().nullable(), reason: z.string().nullable() }),
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  decideRightsRequest: endpoint({
    method: 'POST',
    path: '/api/v1/rights-requests/:id/decision',
    tag: 'rights',
    summary: 'Grant, grant in part or refuse. A granted name or document is corrected at once. The person is told.',
    access: { ...handling, proof: 'fresh' },
    params: IdParams,
    body: z.strictObject({ decision: z.enum(['granted', 'partly', 'refused']), answer: text(500, 4) }),
    status: 200,
    response: RightsRequest,
    errors: ['NOT_FOUND', 'DOCUMENT_HELD', 'STATE_CONFLICT', 'ALREADY_REGISTERED'],
  }),
  withdrawRightsRequest: endpoint({
    method: 'POST',
    path: '/api/v1/rights-requests/:id/withdrawal',
    tag: 'rights',
    summary: 'Withdraw an own request that is not decided.',
    access: resident,
    params: IdParams,
    status: 200,
    response: OwnRequest,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
};
