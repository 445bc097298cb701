import { EXPOSURE_REASONS } from '@tongxing/rules';
import { z } from 'zod';
import { DocumentType, EvidenceGrade, Id, IdParams, Instant, MaskedPerson, PageQuery, page, text, VenueClass, Verdict } from '../common';
import { endpoint } from '../endpoint';

export const LEGAL_BASES = ['infectious_disease_law', 'emergency_response_order', 'epidemiological_investigation_order'] as const;
export const LegalBasis = z.enum(LEGAL_BASES).meta({ id: 'LegalBasis' });

export const Case = z
  .object({
    id: Id,
    number: z.string(),
    person: MaskedPerson,
    confirmedAt: Instant,
    onsetAt: Instant,
    evidenceReference: z.string(),
    author: z.string(),
    traces: z.int(),
  })
  .meta({ id: 'Case' });
export type Case = z.infer<typeof Case>;

export const TRACE_STATES = ['requested', 'approved', 'refused', 'completed'] as const;

export const Trace = z
  .object({
    id: Id,
    caseId: Id,
    caseNumber: z.string(),
    legalBasis: LegalBasis,
    basisReference: z.string(),
    purpose: z.string(),
    from: Instant,
    to: Instant,
    /** Minutes after the case left in which others still count. */
    lagMinutes: z.int(),
    state: z.enum(TRACE_STATES),
    requestedBy: z.string(),
    requestedAt: Instant,
    decidedBy: z.string().nullable(),
    decidedAt: Instant.nullable(),
    decisionNote: z.string().nullable(),
    completedAt: Instant.nullable(),
    /** Persons, each counted once however often they crossed. */
    contacts: z.int().nullable(),
    /** True when the signed-in account may decide: it holds the permission and is not the one who asked. */
    mayDecide: z.boolean(),
  })
  .meta({ id: 'Trace' });
export type Trace = z.infer<typeof Trace>;

/** One stop of the case within the window. */
export const TrajectoryStop = z
  .object({
    at: Instant,
    /** Assumed end of the stay and how it is known. */
    until: Instant,
    endKnownBy: z.enum(['exit_scan', 'next_scan', 'venue_class']),
    venue: z.string(),
    address: z.string(),
    checkpoint: z.string().nullable(),
    class: VenueClass,
    verdict: Verdict,
    evidence: EvidenceGrade,
  })
  .meta({ id: 'TrajectoryStop' });
export type TrajectoryStop = z.infer<typeof TrajectoryStop>;

export const TraceContact = z
  .object({
    id: Id,
    person: MaskedPerson,
    venue: z.string(),
    address: z.string(),
    checkpoint: z.string().nullable(),
    /** The contact's own stay. */
    at: Instant,
    until: Instant,
    /** The case's stay it crosses. */
    caseAt: Instant,
    caseUntil: Instant,
    overlapMinutes: z.int(),
    evidence: EvidenceGrade,
    reasons: z.array(z.enum(EXPOSURE_REASONS)).min(1),
  })
  .meta({ id: 'TraceContact' });
export type TraceContact = z.infer<typeof TraceContact>;

export const tracingEndpoints = {
  listCases: endpoint({
    method: 'GET',
    path: '/api/v1/cases',
    tag: 'tracing',
    summary: 'Confirmed cases, newest first, persons masked.',
    access: { who: 'staff', permission: 'case.read', area: 'division' },
    query: PageQuery,
    status: 200,
    response: page(Case),
    errors: [],
  }),
  createCase: endpoint({
    method: 'POST',
    path: '/api/v1/cases',
    tag: 'tracing',
    summary:
      'Enter a confirmed case with the evidence that confirms it. The person’s colour follows when a second person has confirmed that. Possible again after a refusal or a withdrawal, and for a later infection.',
    access: { who: 'staff', permission: 'case.create', area: 'division', proof: 'fresh' },
    body: z.strictObject({
      id: Id,
      documentType: DocumentType,
      documentNumber: z.string().trim().min(5).max(24),
      confirmedAt: Instant,
      onsetAt: Instant.describe('symptom onset, or sampling when there are no symptoms'),
      evidenceReference: text(120, 4).describe('number of the laboratory report'),
    }),
    status: 201,
    response: Case,
    errors: ['PERSON_UNKNOWN', 'CASE_EXISTS', 'STATE_CONFLICT', 'TOO_MANY_REQUESTS'],
  }),
  getCase: endpoint({
    method: 'GET',
    path: '/api/v1/cases/:id',
    tag: 'tracing',
    summary: 'One case.',
    access: { who: 'staff', permission: 'case.read', area: 'division' },
    params: IdParams,
    status: 200,
    response: Case,
    errors: ['NOT_FOUND'],
  }),
  listTraces: endpoint({
    method: 'GET',
    path: '/api/v1/traces',
    tag: 'tracing',
    summary: 'Traces, newest first.',
    access: { who: 'staff', permission: 'trace.read', area: 'division' },
    query: PageQuery.extend({ state: z.enum(TRACE_STATES).optional(), caseId: Id.optional() }),
    status: 200,
    response: page(Trace),
    errors: [],
  }),
  requestTrace: endpoint({
    method: 'POST',
    path: '/api/v1/traces',
    tag: 'tracing',
    summary: 'Ask for a trace. Names a confirmed case, a legal basis and a window; nothing is looked up before a second person approves.',
    access: { who: 'staff', permission: 'trace.request', area: 'division' },
    body: z.strictObject({
      id: Id,
      caseId: Id,
      legalBasis: LegalBasis,
      basisReference: text(80, 2).describe('number of the order'),
      purpose: text(300, 4),
      from: Instant,
      to: Instant,
      lagMinutes: z.int().min(0).max(240).default(30),
    }),
    status: 201,
    response: Trace,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'WINDOW_OUT_OF_RANGE'],
  }),
  getTrace: endpoint({
    method: 'GET',
    path: '/api/v1/traces/:id',
    tag: 'tracing',
    summary: 'One trace and its state.',
    access: { who: 'staff', permission: 'trace.read', area: 'division' },
    params: IdParams,
    status: 200,
    response: Trace,
    errors: ['NOT_FOUND'],
  }),
  decideTrace: endpoint({
    method: 'POST',
    path: '/api/v1/traces/:id/decision',
    tag: 'tracing',
    summary: 'A second person approves or refuses. Approval asks for a case that was confirmed, and runs the trace at once.',
    access: { who: 'staff', permission: 'trace.approve', area: 'division', proof: 'fresh' },
    params: IdParams,
    body: z.strictObject({ approve: z.boolean(), note: text(300, 2) }),
    status: 200,
    response: Trace,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'SECOND_PERSON_REQUIRED', 'CASE_NOT_CONFIRMED', 'AUTHOR_WITHOUT_RIGHT'],
  }),
  getTrajectory: endpoint({
    method: 'GET',
    path: '/api/v1/traces/:id/trajectory',
    tag: 'tracing',
    summary: 'Where the case was in the window. Only for an approved trace; recorded.',
    access: { who: 'staff', permission: 'trace.read', area: 'division' },
    params: IdParams,
    status: 200,
    response: z.object({ items: z.array(TrajectoryStop) }),
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'CASE_NOT_CONFIRMED'],
  }),
  listTraceContacts: endpoint({
    method: 'GET',
    path: '/api/v1/traces/:id/contacts',
    tag: 'tracing',
    summary: 'Who crossed the case in time and place, with the reason for each row. Only for an approved trace; recorded.',
    access: { who: 'staff', permission: 'trace.read', area: 'division' },
    params: IdParams,
    query: PageQuery,
    status: 200,
    response: page(TraceContact),
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'CASE_NOT_CONFIRMED'],
  }),
};
