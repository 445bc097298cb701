import { z } from 'zod';
import { DocumentType, Instant, PageQuery, page, searched } from '../common';
import { endpoint } from '../endpoint';
import { LegalBasis } from './tracing';

/** What the audit log calls a person: a keyed hash, found again only with the key of the platform. */
export const PersonToken = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .meta({ id: 'PersonToken' });

const Change = z.record(z.string(), z.unknown()).nullable();

export const AuditEvent = z
  .object({
    id: z.string(),
    at: Instant,
    actor: z.string(),
    role: z.string(),
    area: z.string().nullable().describe('where the actor worked: a division code, or venue:<id>'),
    action: z.string(),
    subject: z.string().describe('token of what was looked at or changed, never a name'),
    token: PersonToken.nullable().describe('whom it concerns'),
    matter: z.string().nullable().describe('the case or incident it was done for: case:<id>, incident:<id>'),
    reason: z.string().nullable(),
    before: Change,
    after: Change,
    requestId: z.string(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.infer<typeof AuditEvent>;

/** What the auditor looks for; everything given has to fit. */
export const AuditFilter = z.strictObject({
  from: Instant.optional(),
  to: Instant.optional(),
  actor: searched(64).optional(),
  action: searched(60).optional(),
  subject: searched(120).optional(),
  token: PersonToken.optional(),
  matter: z
    .string()
    .regex(/^((case|incident):[0-9a-f-]{36}|C\d{4}-\d{1,9})$/)
    .optional()
    .describe('as in an event, or the number of a case'),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const AuditVerification = z
  .object({
    at: Instant,
    by: z.string(),
    events: z.int(),
    found: z.int().describe('places at which the log is not what was sealed; 0 is sound'),
    findings: z.array(
      z.object({ kind: z.string(), position: z.int().nullable(), eventId: z.string().nullable(), seal: z.int().nullable() }),
    ),
  })
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof AuditVerification>;

export const AUDIT_HEAD_STATES = ['fits', 'missing', 'unreadable', 'not_ours', 'log_ends_early', 'log_rewritten'] as const;

/** How far the log is proof. */
export const AuditState = z
  .object({
    sealedEvents: z.int(),
    /** Null before the first seal. */
    sealedAt: Instant.nullable(),
    waiting: z.int().describe('events that the next seal will list'),
    head: z.object({ state: z.enum(AUDIT_HEAD_STATES), sealedAt: Instant.nullable(), position: z.int().nullable() }),
    publicKey: z.string().describe('Ed25519 key that seals are checked with, SPKI in base64'),
    verification: AuditVerification.nullable(),
  })
  .meta({ id: 'AuditState' });
export type AuditState = z.infer<typeof AuditState>;

/** One use of a resident's data, as they are told of it: by role and place, never by name. */
export const OwnUse = z
  .object({
    id: z.string(),
    at: Instant,
    action: z.string(),
    role: z.string(),
    organisation: z.string().nullable().describe('area or venue the person worked for'),
    legalBasis: LegalBasis.nullable().describe('of a trace'),
  })
  .meta({ id: 'OwnUse' });
export type OwnUse = z.infer<typeof OwnUse>;

const counts = {
  tracesRequested: z.int(),
  tracesApproved: z.int(),
  tracesRefused: z.int(),
  reveals: z.int(),
  exports: z.int(),
  copies: z.int(),
};

/** How often the platform was used to look at people. */
export const Openness = z
  .object({
    total: z.object(counts),
    /** The last twelve months, newest first; `month` is `YYYY-MM` in the city's time. */
    months: z.array(z.object({ month: z.string(), ...counts })),
    asOf: Instant,
  })
  .meta({ id: 'Openness' });
export type Openness = z.infer<typeof Openness>;

/** Of the whole log. */
export const OF_ALL = {
  none: 'one chain for the whole installation: who read only a part of it could not tell that something is missing',
} as const;

export const auditEndpoints = {
  listAuditEvents: endpoint({
    method: 'GET',
    path: '/api/v1/audit-events',
    tag: 'audit',
    summary: 'Who looked at or changed what, newest first. This reading is itself recorded.',
    access: { who: 'staff', permission: 'audit.read', area: OF_ALL },
    query: PageQuery.extend(AuditFilter.shape),
    status: 200,
    response: page(AuditEvent),
    errors: [],
  }),
  findAuditToken: endpoint({
    method: 'POST',
    path: '/api/v1/audit-tokens',
    tag: 'audit',
    summary: 'What the log calls the person with a document, to search by. Asking is itself recorded.',
    access: { who: 'staff', permission: 'audit.read', area: OF_ALL },
    body: z.strictObject({ documentType: DocumentType, documentNumber: z.string().trim().min(5).max(24) }),
    status: 200,
    response: z.object({ token: PersonToken }),
    errors: ['PERSON_UNKNOWN', 'TOO_MANY_REQUESTS'],
  }),
  getAuditState: endpoint({
    method: 'GET',
    path: '/api/v1/audit-state',
    tag: 'audit',
    summary: 'How far the log is sealed, whether the head outside the database fits, and what the last verification found.',
    access: { who: 'staff', permission: 'audit.read', area: OF_ALL },
    status: 200,
    response: AuditState,
    errors: [],
  }),
  verifyAudit: endpoint({
    method: 'POST',
    path: '/api/v1/audit-verifications',
    tag: 'audit',
    summary: 'Verify the whole log now. The result is itself recorded.',
    access: { who: 'staff', permission: 'audit.read', area: OF_ALL },
    status: 201,
    response: AuditVerification,
    errors: ['STATE_CONFLICT'],
  }),
  listOwnUses: endpoint({
    method: 'GET',
    path: '/api/v1/me/uses',
    tag: 'audit',
    summary: 'Who looked at or used the own data, when and for what. What an investigation needs is shown some days later.',
    access: { who: 'resident', registered: true },
    query: PageQuery,
    status: 200,
    response: page(OwnUse).extend({ delayDays: z.int().describe('days after which an investigation’s look is shown, at the latest') }),
    errors: ['CLAIM_WAITING'],
  }),
  getOpenness: endpoint({
    method: 'GET',
    path: '/api/v1/openness',
    tag: 'statistics',
    summary: 'How many traces, reveals and exports there were.',
    access: { who: 'anyone' },
    status: 200,
    response: Openness,
    errors: ['TOO_MANY_REQUESTS'],
  }),
};
