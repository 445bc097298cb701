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
    access: { who: 'staff', permission: 'regime.switch', area: 'division' },
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
    access: { who: 'staff', permission: 'risk_area.edit', area: 'city' },
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
    access: { who: 'staff', permission: 'risk_area.edit', area: 'city' },
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
    summary: 'Evidence recorded, newest first, persons masked.',
    access: { who: 'staff', permission: 'evidence.read', area: 'division' },
    query: PageQuery,
    status: 200,
    response: page(HealthEvidence),
    errors: [],
  }),
  recordHealthEvidence: endpoint({
    method: 'POST',
    path: '/api/v1/health-evidence',
    tag: 'health',
    summary: 'Record evidence about a person. The colour follows by rule; nobody sets a colour.',
    access: { who: 'staff', permission: 'evidence.create', area: 'division' },
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
    errors: ['PERSON_UNKNOWN'],
  }),
};
