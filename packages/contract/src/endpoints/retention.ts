import { z } from 'zod';
import { Instant } from '../common';
import { endpoint } from '../endpoint';

/** Classes of everything that is kept. */
export const DATA_CLASS_NAMES = [
  'visits',
  'messages',
  'incidents',
  'cases',
  'evidence',
  'trips',
  'persons',
  'requests',
  'sessions',
  'staff',
  'uses',
  'exports',
  'audit',
] as const;

/** One class of data: how long it is kept, how it ends, and how much of it there is. */
export const RetentionClass = z
  .object({
    name: z.enum(DATA_CLASS_NAMES),
    days: z.int().nullable().describe('days it is kept after its end; null for what has no end of its own'),
    removal: z.enum(['partition', 'key', 'sweep', 'request', 'none']).describe('`request`: when the person asks for it'),
    rows: z.int().describe('an estimate of the database'),
    bytes: z.int().describe('on disk, indexes included'),
    oldest: Instant.nullable(),
    newest: Instant.nullable(),
    lastRun: z
      .object({
        ranAt: Instant.describe('when what is over was last looked for'),
        removed: z.int().describe('what the last removal took that took anything: days of visits, rows of everything else'),
        removedAt: Instant.nullable(),
        removedInAll: z.int(),
      })
      .nullable(),
  })
  .meta({ id: 'RetentionClass' });
export type RetentionClass = z.infer<typeof RetentionClass>;

export const retentionEndpoints = {
  getRetention: endpoint({
    method: 'GET',
    path: '/api/v1/retention',
    tag: 'retention',
    summary: 'What is kept, how long, how it ends, how much there is, and what was removed last.',
    access: {
      who: 'staff',
      permission: 'retention.read',
      area: { none: 'sizes of tables and rules of the whole installation; nothing of a person or a place' },
    },
    status: 200,
    response: z.object({
      visitDays: z.int(),
      legalBasis: z.string().nullable().describe('order that allows more than 30 days'),
      dayKeys: z.int().describe('days of which messages can still be read'),
      classes: z.array(RetentionClass),
      asOf: Instant,
    }),
    errors: [],
  }),
};
