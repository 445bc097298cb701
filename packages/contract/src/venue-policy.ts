import { z } from 'zod';

/** Who looks at an application, and who is alarmed by an abnormal scan. */
export const REVIEWERS = ['street', 'industry'] as const;
export const ALARMED = ['110', 'street', 'industry', 'village', 'headquarters', 'epidemic_office', 'district_force'] as const;
export const VENUE_POLICY_PACKS = ['luxi', 'putuo', 'xinan'] as const;

/**
 * What a city's notice says about venue codes, as data. `notInNotice` names the points where the notice is silent and the
 * pack makes a choice.
 */
export const VenuePolicy = z
  .strictObject({
    pack: z.enum(VENUE_POLICY_PACKS),
    version: z.int().min(1),
    inForceFrom: z.iso.date(),
    titleZh: z.string(),
    titleEn: z.string(),
    issue: z.enum(['instant', 'review']).describe('whether a code is issued at once or after a review'),
    reviewers: z.array(z.enum(REVIEWERS)).describe('either of them decides'),
    reviewHours: z.int().min(1).max(720).nullable().describe('time limit of a review'),
    applicantMustBeGreen: z.boolean(),
    codesPerPhone: z.int().min(1).nullable().describe('null: any number'),
    venuesPerManager: z.int().min(1).nullable().describe('null: any number'),
    managersPerVenue: z.int().min(1).nullable().describe('null: any number; not enforced yet'),
    companions: z.boolean().describe('whether one telephone may scan for others; not enforced yet'),
    alarmed: z.array(z.enum(ALARMED)).min(1).describe('not enforced yet'),
    notInNotice: z.array(z.string()),
  })
  .refine(
    ({ issue, reviewers, reviewHours }) =>
      issue === 'review' ? reviewers.length > 0 && reviewHours !== null : reviewers.length === 0 && reviewHours === null,
    { error: 'a review has reviewers and a time limit, an instant issue has neither' },
  )
  .meta({ id: 'VenuePolicy' });
export type VenuePolicy = z.infer<typeof VenuePolicy>;
