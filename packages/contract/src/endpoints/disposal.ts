import { INCIDENT_RESULTS, INCIDENT_STATES } from '@tongxing/rules';
import { z } from 'zod';
import { DivisionRef, Id, IdParams, Instant, MaskedPerson, PageQuery, page, ReasonCode, text, VenueRef, Verdict } from '../common';
import { endpoint } from '../endpoint';

export const MESSAGE_STATES = ['queued', 'sending', 'accepted', 'delivered', 'undelivered', 'expired'] as const;

/** One SMS and how far it came. */
export const Message = z
  .object({
    audience: z.enum(['person', 'data_team']),
    to: z.string().describe('masked number'),
    state: z.enum(MESSAGE_STATES),
    queuedAt: Instant,
    acceptedAt: Instant.nullable(),
    /** Time of the gateway's delivery receipt. */
    deliveredAt: Instant.nullable(),
    attempts: z.int(),
  })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof Message>;

export const Warning = z
  .object({
    id: Id,
    at: Instant.describe('when the scan was captured'),
    recordedAt: Instant.describe('when the platform had it'),
    late: z.boolean().describe('the scan came more than 5 minutes after its capture: nobody is expected to stand there'),
    verdict: Verdict,
    reasons: z.array(ReasonCode),
    person: MaskedPerson,
    venue: VenueRef,
    division: DivisionRef,
    incidentId: Id.nullable().describe('null for a late warning: it opens no incident'),
    state: z.enum(['open', 'acknowledged']),
    receiver: z.string().nullable().describe('display name of who acknowledged'),
    acknowledgedAt: Instant.nullable(),
    note: z.string().nullable(),
    messages: z.array(Message),
  })
  .meta({ id: 'Warning' });
export type Warning = z.infer<typeof Warning>;

export const IncidentState = z.enum(INCIDENT_STATES).meta({ id: 'IncidentState' });
export const IncidentResult = z.enum(INCIDENT_RESULTS).meta({ id: 'IncidentResult' });

export const Incident = z
  .object({
    id: Id,
    number: z.string().describe('short number to say on the telephone'),
    reportedAt: Instant,
    /** Arrival on site is due by then: 30 minutes after the report. */
    dueAt: Instant,
    arrivedAt: Instant.nullable(),
    closedAt: Instant.nullable(),
    state: IncidentState,
    /** 0 none, 1 told the district, 2 told the city. */
    escalation: z.int().min(0).max(2),
    overdue: z.boolean(),
    result: IncidentResult.nullable(),
    reasons: z.array(ReasonCode),
    person: MaskedPerson,
    venue: VenueRef,
    division: DivisionRef,
  })
  .meta({ id: 'Incident' });
export type Incident = z.infer<typeof Incident>;

export const IncidentStep = z
  .object({
    at: Instant,
    actor: z.string(),
    kind: z.enum(['state', 'note', 'escalation']),
    state: IncidentState.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'IncidentStep' });
export type IncidentStep = z.infer<typeof IncidentStep>;

export const IncidentDetail = Incident.extend({
  steps: z.array(IncidentStep),
  /** Where it may go next, empty when closed. */
  next: z.array(IncidentState),
}).meta({ id: 'IncidentDetail' });
export type IncidentDetail = z.infer<typeof IncidentDetail>;

export const disposalEndpoints = {
  listWarnings: endpoint({
    method: 'GET',
    path: '/api/v1/warnings',
    tag: 'warnings',
    summary: 'Warnings of the own area, newest first.',
    access: { who: 'staff', permission: 'warning.read', area: 'venue' },
    query: PageQuery.extend({ state: z.enum(['open', 'acknowledged']).optional(), late: z.stringbool().optional() }),
    status: 200,
    response: page(Warning),
    errors: [],
  }),
  getWarning: endpoint({
    method: 'GET',
    path: '/api/v1/warnings/:id',
    tag: 'warnings',
    summary: 'One warning with its messages and their receipts.',
    access: { who: 'staff', permission: 'warning.read', area: 'venue' },
    params: IdParams,
    status: 200,
    response: Warning,
    errors: ['NOT_FOUND'],
  }),
  acknowledgeWarning: endpoint({
    method: 'POST',
    path: '/api/v1/warnings/:id/acknowledgement',
    tag: 'warnings',
    summary: 'The data team’s named receiver takes the warning over.',
    access: { who: 'staff', permission: 'warning.acknowledge', area: 'venue' },
    params: IdParams,
    body: z.strictObject({ note: text(500).optional() }),
    status: 200,
    response: Warning,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  listIncidents: endpoint({
    method: 'GET',
    path: '/api/v1/incidents',
    tag: 'incidents',
    summary: 'Incidents of the own area, newest first.',
    access: { who: 'staff', permission: 'incident.read', area: 'venue' },
    query: PageQuery.extend({ state: IncidentState.optional(), open: z.stringbool().optional(), overdue: z.stringbool().optional() }),
    status: 200,
    response: page(Incident),
    errors: [],
  }),
  getIncident: endpoint({
    method: 'GET',
    path: '/api/v1/incidents/:id',
    tag: 'incidents',
    summary: 'One incident with every step taken.',
    access: { who: 'staff', permission: 'incident.read', area: 'venue' },
    params: IdParams,
    status: 200,
    response: IncidentDetail,
    errors: ['NOT_FOUND'],
  }),
  moveIncident: endpoint({
    method: 'POST',
    path: '/api/v1/incidents/:id/transitions',
    tag: 'incidents',
    summary: 'Move an incident to its next state. Only the owner (110) may; closing names a result.',
    access: { who: 'staff', permission: 'incident.handle', area: 'venue' },
    params: IdParams,
    body: z.strictObject({ to: IncidentState.exclude(['reported']), note: text(500).optional(), result: IncidentResult.optional() }),
    status: 200,
    response: IncidentDetail,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  noteIncident: endpoint({
    method: 'POST',
    path: '/api/v1/incidents/:id/notes',
    tag: 'incidents',
    summary: 'Write a progress note (watchers too).',
    access: { who: 'staff', permission: 'incident.note', area: 'venue' },
    params: IdParams,
    body: z.strictObject({ note: text(500) }),
    status: 200,
    response: IncidentDetail,
    errors: ['NOT_FOUND'],
  }),
  revealIncidentPerson: endpoint({
    method: 'POST',
    path: '/api/v1/incidents/:id/identity',
    tag: 'incidents',
    summary: 'Name and telephone of the person in an open incident, in full. Needs a reason and is recorded.',
    access: { who: 'staff', permission: 'person.reveal', area: 'venue', proof: 'fresh' },
    params: IdParams,
    body: z.strictObject({ reason: text(200, 4) }),
    status: 200,
    response: z.object({ name: z.string(), phone: z.string() }),
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
};
