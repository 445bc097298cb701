import { APPLICATION_STATES, COORDINATE_SYSTEMS, SUBJECT_KINDS } from '@tongxing/rules';
import { z } from 'zod';
import { DivisionCode, DivisionRef, Id, IdParams, Instant, PageQuery, Phone, page, searched, text, VenueClass } from '../common';
import { endpoint } from '../endpoint';
import { VENUE_POLICY_PACKS, VenuePolicy } from '../venue-policy';

const State = z.enum(APPLICATION_STATES).meta({ id: 'ApplicationState' });
const SubjectKind = z.enum(SUBJECT_KINDS).meta({ id: 'SubjectKind' });

/** Where the applicant stood, as the telephone measured it. */
export const Location = z
  .strictObject({
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    system: z.enum(COORDINATE_SYSTEMS).describe('of these coordinates; answers are always wgs84'),
    accuracyM: z.number().min(0).max(100_000).describe('radius of 68 % confidence, metres'),
    at: Instant,
  })
  .meta({ id: 'Location' });
export type Location = z.infer<typeof Location>;

const fields = {
  name: text(60, 2).describe('as on the sign; of a unit, as registered'),
  class: VenueClass,
  subjectKind: SubjectKind,
  subjectName: text(80, 2),
  subjectNumber: z.string().trim().min(5).max(30),
  divisionCode: DivisionCode.describe('a township'),
  address: text(120, 4),
  location: Location,
  contactName: text(50, 2),
  contactPhone: Phone,
};
export const VenueApplicationBody = z.strictObject(fields);
export type VenueApplicationBody = z.infer<typeof VenueApplicationBody>;

const Version = z.int().min(1).max(32_767);

const shared = {
  id: Id,
  number: z.string(),
  state: State,
  version: Version.describe('counts submissions; sent back with the next step'),
  name: z.string(),
  class: VenueClass,
  subjectKind: SubjectKind,
  subjectName: z.string(),
  subjectNumber: z.string(),
  division: DivisionRef,
  address: z.string(),
  location: Location,
  contactName: z.string(),
  contactPhone: z.string(),
  submittedAt: Instant,
  dueAt: Instant.nullable().describe('by when it is to be decided; null where nobody has to'),
  decidedAt: Instant.nullable(),
  note: z.string().nullable().describe('why it was returned or refused'),
};

/** An application as whoever made it sees it. */
export const OwnVenueApplication = z
  .object({ ...shared, venueCode: z.string().nullable().describe('canonical form, once issued') })
  .meta({ id: 'OwnVenueApplication' });
export type OwnVenueApplication = z.infer<typeof OwnVenueApplication>;

/** The same as the officer sees it: people's names, numbers and telephones masked, the code of a unit in full. */
export const VenueApplication = z
  .object({
    ...shared,
    applicant: z.string().describe('masked'),
    decidedBy: z.string().nullable(),
    venueId: Id.nullable(),
    mayDecide: z.boolean(),
    overdue: z.boolean(),
  })
  .meta({ id: 'VenueApplication' });
export type VenueApplication = z.infer<typeof VenueApplication>;

/** What has been typed so far; nothing in it is checked. */
export const VenueApplicationDraft = z
  .strictObject({
    name: z.string().max(80),
    class: z.string().max(40),
    subjectKind: z.string().max(20),
    subjectName: z.string().max(100),
    subjectNumber: z.string().max(40),
    divisionCode: z.string().max(9),
    divisionPath: z.string().max(200),
    address: z.string().max(140),
    contactName: z.string().max(80),
    contactPhone: z.string().max(30),
  })
  .partial()
  .extend({ step: z.int().min(0).max(20).describe('the question to go on with') })
  .meta({ id: 'VenueApplicationDraft' });
export type VenueApplicationDraft = z.infer<typeof VenueApplicationDraft>;

const resident = { who: 'resident', registered: true } as const;
const review = { who: 'staff', permission: 'venue.review', area: 'venue' } as const;
const policies = { who: 'staff', permission: 'venue_policy.edit', area: 'division' } as const;

/** Why nobody gets a code this way now. */
const REFUSED = [
  'APPLICANT_NOT_GREEN',
  'CODES_OF_PHONE_USED',
  'VENUES_OF_MANAGER_USED',
  'APPLICATION_PENDING',
  'VENUE_ALREADY_CODED',
  'TOO_MANY_REQUESTS',
] as const;

export const applicationEndpoints = {
  getApplicationPolicy: endpoint({
    method: 'GET',
    path: '/api/v1/venue-application-policy',
    tag: 'applications',
    summary: 'The policy for the whole city; a smaller division may have chosen another, which then decides.',
    access: resident,
    status: 200,
    response: VenuePolicy,
    errors: [],
  }),
  getApplicationDraft: endpoint({
    method: 'GET',
    path: '/api/v1/me/venue-application-draft',
    tag: 'applications',
    summary: 'What was typed and not sent yet; null when there is nothing. Kept 30 days.',
    access: resident,
    status: 200,
    response: z.object({ draft: VenueApplicationDraft.nullable() }),
    errors: [],
  }),
  keepApplicationDraft: endpoint({
    method: 'POST',
    path: '/api/v1/me/venue-application-draft',
    tag: 'applications',
    summary: 'Keep what was typed so far, sealed, instead of what was kept before.',
    access: resident,
    body: VenueApplicationDraft,
    status: 204,
    errors: [],
  }),
  listMyApplications: endpoint({
    method: 'GET',
    path: '/api/v1/me/venue-applications',
    tag: 'applications',
    summary: 'Own applications, newest first.',
    access: resident,
    query: PageQuery,
    status: 200,
    response: page(OwnVenueApplication),
    errors: [],
  }),
  applyForVenue: endpoint({
    method: 'POST',
    path: '/api/v1/me/venue-applications',
    tag: 'applications',
    summary: 'Apply for a venue code. Where the policy says so it is issued at once. Repeating the same id is harmless.',
    access: resident,
    body: z.strictObject({ id: Id, ...fields }),
    status: 201,
    response: OwnVenueApplication,
    errors: ['STATE_CONFLICT', ...REFUSED],
  }),
  resubmitApplication: endpoint({
    method: 'POST',
    path: '/api/v1/venue-applications/:id/resubmission',
    tag: 'applications',
    summary: 'Send a returned application again, corrected. `version` is that of the returned one.',
    access: resident,
    params: IdParams,
    body: z.strictObject({ ...fields, version: Version }),
    status: 200,
    response: OwnVenueApplication,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', ...REFUSED],
  }),
  listApplications: endpoint({
    method: 'GET',
    path: '/api/v1/venue-applications',
    tag: 'applications',
    summary: 'Applications of the own area, oldest first: for streets by division, for industries by class.',
    access: review,
    query: PageQuery.extend({
      state: State.optional(),
      class: VenueClass.optional(),
      divisionCode: DivisionCode.optional(),
      search: searched(50).optional().describe('part of the name of the venue, or the number of an application'),
      overdue: z.literal('true').optional(),
    }),
    status: 200,
    response: page(VenueApplication),
    errors: [],
  }),
  getApplication: endpoint({
    method: 'GET',
    path: '/api/v1/venue-applications/:id',
    tag: 'applications',
    summary: 'One application of the own area.',
    access: review,
    params: IdParams,
    status: 200,
    response: VenueApplication,
    errors: ['NOT_FOUND'],
  }),
  decideApplication: endpoint({
    method: 'POST',
    path: '/api/v1/venue-applications/:id/decision',
    tag: 'applications',
    summary: 'Approve, which issues the code; return for correction; or refuse. Repeating one’s own decision is harmless.',
    access: review,
    params: IdParams,
    body: z.strictObject({
      decision: z.enum(['approve', 'return', 'refuse']),
      version: Version,
      note: text(300, 4).optional().describe('what the applicant reads; required unless it is approved'),
    }),
    status: 200,
    response: VenueApplication,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  withdrawApplication: endpoint({
    method: 'POST',
    path: '/api/v1/venue-applications/:id/withdrawal',
    tag: 'applications',
    summary: 'Withdraw an own application that is not decided.',
    access: resident,
    params: IdParams,
    status: 200,
    response: OwnVenueApplication,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  listVenuePolicies: endpoint({
    method: 'GET',
    path: '/api/v1/venue-policies',
    tag: 'applications',
    summary: 'The policy packs there are, and which applies where inside the own area.',
    access: policies,
    status: 200,
    response: z.object({
      packs: z.array(VenuePolicy),
      usual: z.enum(VENUE_POLICY_PACKS).describe('where none was chosen'),
      chosen: z.array(z.object({ division: DivisionRef, pack: z.enum(VENUE_POLICY_PACKS), chosenBy: z.string(), chosenAt: Instant })),
    }),
    errors: [],
  }),
  chooseVenuePolicy: endpoint({
    method: 'POST',
    path: '/api/v1/venue-policies',
    tag: 'applications',
    summary: 'Choose the pack for a division of the own area; the one of the smallest division applies. From the next application on.',
    access: { ...policies, proof: 'fresh' },
    body: z.strictObject({ divisionCode: DivisionCode, pack: z.enum(VENUE_POLICY_PACKS), reason: text(200, 4) }),
    status: 200,
    response: z.object({ division: DivisionRef, pack: z.enum(VENUE_POLICY_PACKS) }),
    errors: ['NOT_FOUND'],
  }),
};
