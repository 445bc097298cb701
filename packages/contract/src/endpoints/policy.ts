import { EVIDENCE_KINDS } from '@tongxing/rules';
import { z } from 'zod';
import {
  Colour,
  DivisionCode,
  DivisionRef,
  DocumentType,
  Id,
  IdParams,
  Instant,
  MaskedPerson,
  PageQuery,
  page,
  Regime,
  RiskLevel,
  text,
} from '../common';
import { endpoint } from '../endpoint';

export const RegimeNotice = z
  .object({
    id: Id,
    division: DivisionRef,
    regime: Regime,
    noticeNumber: z.string(),
    title: z.string(),
    validFrom: Instant,
    /** Null while in force. */
    validTo: Instant.nullable(),
    author: z.string(),
  })
  .meta({ id: 'RegimeNotice' });
export type RegimeNotice = z.infer<typeof RegimeNotice>;

export const RiskArea = z
  .object({
    id: Id,
    division: DivisionRef,
    level: RiskLevel,
    source: z.string(),
    validFrom: Instant,
    validTo: Instant.nullable(),
  })
  .meta({ id: 'RiskArea' });
export type RiskArea = z.infer<typeof RiskArea>;

export const EvidenceKind = z.enum(EVIDENCE_KINDS).meta({ id: 'EvidenceKind' });

/** How far evidence is. `lapsed`: nobody confirmed it before it ended. It counts while `confirmed` or `withdrawal_requested`. */
export const EVIDENCE_STATES = ['to_confirm', 'confirmed', 'refused', 'withdrawal_requested', 'withdrawn', 'lapsed'] as const;
export type EvidenceState = (typeof EVIDENCE_STATES)[number];

/** What happened to evidence. `before_second_persons`: it counted before second persons were asked, on its author's word. */
export const EVIDENCE_STEPS = [
  'recorded',
  'confirmed',
  'refused',
  'before_second_persons',
  'withdrawal_requested',
  'withdrawn',
  'kept',
] as const;

export const EvidenceStep = z
  .object({
    id: Id,
    step: z.enum(EVIDENCE_STEPS),
    by: z.string().describe('display name of the account'),
    at: Instant,
    note: z.string().nullable(),
  })
  .meta({ id: 'EvidenceStep' });
export type EvidenceStep = z.infer<typeof EvidenceStep>;

/** What a second person decides: the first two on what was recorded, the others on a requested withdrawal. */
export const EVIDENCE_DECISIONS = ['confirm', 'refuse', 'withdraw', 'keep'] as const;
export type EvidenceDecision = (typeof EVIDENCE_DECISIONS)[number];

export const HealthEvidence = z
  .object({
    id: Id,
    person: MaskedPerson,
    kind: EvidenceKind,
    colour: Colour.describe('colour that follows from this evidence by the rule pack in force'),
    source: z.string(),
    sampledAt: Instant,
    validUntil: Instant,
    recordedAt: Instant,
    recordedBy: z.string(),
    state: z.enum(EVIDENCE_STATES),
    /** Everything that happened to it, first to last. */
    steps: z.array(EvidenceStep).min(1),
    /** True when the signed-in account may decide on it now: it holds the permission and is neither author nor requester. */
    mayDecide: z.boolean(),
    /** True when the signed-in account may ask for its withdrawal now. */
    mayRequestWithdrawal: z.boolean(),
  })
  .meta({ id: 'HealthEvidence' });
export type HealthEvidence = z.infer<typeof HealthEvidence>;

export const policyEndpoints = {
  listRegimes: endpoint({
    method: 'GET',
    path: '/api/v1/regimes',
    tag: 'policy',
    summary: 'Notices that switched the regime, newest first; `current` keeps those in force.',
    access: { who: 'staff', permission: 'regime.read', area: 'division' },
    query: PageQuery.extend({ current: z.stringbool().optional() }),
    status: 200,
    response: page(RegimeNotice),
    errors: [],
  }),
  switchRegime: endpoint({
    method: 'POST',
    path: '/api/v1/regimes',
    tag: 'policy',
    summary: 'Switch the regime of an area by a headquarters notice; applies to the next scan.',
    access: { who: 'staff', permission: 'regime.switch', area: 'division', proof: 'fresh' },
    body: z.strictObject({ id: Id, divisionCode: DivisionCode, regime: Regime, noticeNumber: text(40, 2), title: text(120, 2) }),
    status: 201,
    response: RegimeNotice,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  listRiskAreas: endpoint({
    method: 'GET',
    path: '/api/v1/risk-areas',
    tag: 'policy',
    summary: 'Risk areas with their validity, newest first; `current` keeps those in force.',
    access: {
      who: 'staff',
      permission: 'risk_area.read',
      area: { none: 'official lists name areas anywhere, and every itinerary is judged by all of them' },
    },
    query: PageQuery.extend({ current: z.stringbool().optional() }),
    status: 200,
    response: page(RiskArea),
    errors: [],
  }),
  addRiskArea: endpoint({
    method: 'POST',
    path: '/api/v1/risk-areas',
    tag: 'policy',
    summary: 'Enter a risk area from an official list.',
    access: { who: 'staff', permission: 'risk_area.edit', area: 'city', proof: 'fresh' },
    body: z.strictObject({
      id: Id,
      divisionCode: DivisionCode,
      level: RiskLevel.exclude(['low']),
      source: text(120, 2),
      validFrom: Instant,
    }),
    status: 201,
    response: RiskArea,
    errors: ['STATE_CONFLICT'],
  }),
  endRiskArea: endpoint({
    method: 'POST',
    path: '/api/v1/risk-areas/:id/end',
    tag: 'policy',
    summary: 'Step an area down from now on; the past stays as it was.',
    access: { who: 'staff', permission: 'risk_area.edit', area: 'city', proof: 'fresh' },
    params: IdParams,
    body: z.strictObject({ source: text(120, 2) }),
    status: 200,
    response: RiskArea,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  listHealthEvidence: endpoint({
    method: 'GET',
    path: '/api/v1/health-evidence',
    tag: 'health',
    summary: 'Evidence recorded, newest first, persons masked. `to_confirm` keeps what waits for a second person and has not ended.',
    access: { who: 'staff', permission: 'evidence.read', area: 'division' },
    query: PageQuery.extend({ state: z.enum(EVIDENCE_STATES).exclude(['lapsed']).optional() }),
    status: 200,
    response: page(HealthEvidence),
    errors: [],
  }),
  recordHealthEvidence: endpoint({
    method: 'POST',
    path: '/api/v1/health-evidence',
    tag: 'health',
    summary: 'Record evidence about a person. It counts when a second person has confirmed it; the colour then follows by rule.',
    access: { who: 'staff', permission: 'evidence.create', area: 'division', proof: 'fresh' },
    body: z.strictObject({
      id: Id,
      documentType: DocumentType,
      documentNumber: z.string().trim().min(5).max(24),
      kind: EvidenceKind.exclude(['confirmed_case']).describe('a confirmed case is entered as a case'),
      source: text(120, 2),
      sampledAt: Instant,
    }),
    status: 201,
    response: HealthEvidence,
    errors: ['PERSON_UNKNOWN', 'STATE_CONFLICT', 'TOO_MANY_REQUESTS'],
  }),
  getHealthEvidence: endpoint({
    method: 'GET',
    path: '/api/v1/health-evidence/:id',
    tag: 'health',
    summary: 'One piece of evidence and everything that happened to it.',
    access: { who: 'staff', permission: 'evidence.read', area: 'division' },
    params: IdParams,
    status: 200,
    response: HealthEvidence,
    errors: ['NOT_FOUND'],
  }),
  decideHealthEvidence: endpoint({
    method: 'POST',
    path: '/api/v1/health-evidence/:id/decision',
    tag: 'health',
    summary: 'A second person confirms or refuses what was recorded, or decides on a requested withdrawal; counts from the next scan on.',
    access: { who: 'staff', permission: 'evidence.confirm', area: 'division', proof: 'fresh' },
    params: IdParams,
    body: z.strictObject({ id: Id.describe('of the decision'), decision: z.enum(EVIDENCE_DECISIONS), note: text(300, 2) }),
    status: 200,
    response: HealthEvidence,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'SECOND_PERSON_REQUIRED', 'AUTHOR_WITHOUT_RIGHT'],
  }),
  requestEvidenceWithdrawal: endpoint({
    method: 'POST',
    path: '/api/v1/health-evidence/:id/withdrawal-requests',
    tag: 'health',
    summary: 'Ask for the withdrawal of confirmed evidence that was wrong. It counts until a second person has withdrawn it.',
    access: { who: 'staff', permission: 'evidence.create', area: 'division', proof: 'fresh' },
    params: IdParams,
    body: z.strictObject({ id: Id.describe('of the request'), reason: text(300, 2) }),
    status: 201,
    response: HealthEvidence,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
};
