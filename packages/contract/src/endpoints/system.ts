import { z } from 'zod';
import { Instant } from '../common';
import { endpoint } from '../endpoint';
import { LOAD_LEVELS } from '../shedding';

export const System = z
  .object({
    name: z.string(),
    version: z.string(),
    demo: z.boolean(),
    timeZone: z.string(),
    now: Instant,
    retentionDays: z.int().describe('days after which visits are deleted'),
    publicUrl: z.string().describe('what posters carry before /v/'),
    load: z.enum(LOAD_LEVELS).describe('busy: figures and lists are put off; overloaded: desks too. Scans never.'),
  })
  .meta({ id: 'System' });
export type System = z.infer<typeof System>;

export const DemoAccount = z
  .object({ username: z.string(), password: z.string(), role: z.string(), displayName: z.string(), area: z.string() })
  .meta({ id: 'DemoAccount' });
export type DemoAccount = z.infer<typeof DemoAccount>;

export const DemoMessage = z.object({ id: z.string(), at: Instant, to: z.string(), text: z.string() }).meta({ id: 'DemoMessage' });
export type DemoMessage = z.infer<typeof DemoMessage>;

export const systemEndpoints = {
  getSystem: endpoint({
    method: 'GET',
    path: '/api/v1/system',
    tag: 'system',
    summary: 'Version, time zone, and whether this is a demonstration.',
    access: { who: 'anyone' },
    status: 200,
    response: System,
    errors: [],
  }),
  listDemoAccounts: endpoint({
    method: 'GET',
    path: '/api/v1/demo/accounts',
    tag: 'demo',
    summary: 'Sign-ins of the demo city.',
    access: { who: 'demo' },
    status: 200,
    response: z.object({
      items: z.array(DemoAccount),
      /** A venue to try, with its poster link. */
      venueLink: z.string(),
      venueName: z.string(),
      residents: z.array(z.object({ phone: z.string(), note: z.enum(['green', 'yellow', 'red', 'risk_area']) })),
    }),
    errors: [],
  }),
  listDemoMessages: endpoint({
    method: 'GET',
    path: '/api/v1/demo/messages',
    tag: 'demo',
    summary: 'What arrived at the demo telephones, newest first. `phone` keeps one number.',
    access: { who: 'demo' },
    query: z.strictObject({
      phone: z
        .string()
        .regex(/^\d{11}$/)
        .optional(),
    }),
    status: 200,
    response: z.object({ items: z.array(DemoMessage) }),
    errors: [],
  }),
};
