import { REPLACEMENT_CAUSES, STICKER_FINDINGS } from '@tongxing/rules';
import { z } from 'zod';
import { DivisionCode, DivisionRef, Id, IdParams, Instant, PageQuery, page, text, VenueRef, VenueState } from '../common';
import { endpoint } from '../endpoint';

const ReplacementCause = z.enum(REPLACEMENT_CAUSES);

export const CodeIssue = z
  .object({
    issue: z.int().min(1).describe('counted from 1'),
    code: z.string(),
    issuedAt: Instant,
    /** Null for the present code. */
    replaced: z
      .object({
        at: Instant,
        cause: ReplacementCause,
        reason: z.string(),
        by: z.string().describe('account'),
        scans: z.int().describe('look-ups since, by whoever found an old sticker'),
        lastScannedAt: Instant.nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'CodeIssue' });
export type CodeIssue = z.infer<typeof CodeIssue>;

const StickerFindingKind = z.enum(STICKER_FINDINGS).meta({ id: 'StickerFindingKind' });

const StickerPosition = z
  .strictObject({
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    accuracy: z.number().min(0).max(100_000).describe('metres'),
  })
  .meta({ id: 'StickerPosition', description: 'WGS-84, as a browser gives it' });

export const StickerCheck = z
  .object({
    id: Id,
    at: Instant,
    venue: VenueRef,
    /** Of the sticker: `replaced` for an old one. */
    state: VenueState,
    issue: z.int(),
    currentIssue: z.int(),
    /** Metres from the place filed for the venue; null when one of the two is not known. */
    distance: z.int().nullable(),
    /** The venue had no place yet: this one is filed. */
    filed: z.boolean(),
    findings: z.array(StickerFindingKind),
  })
  .meta({ id: 'StickerCheck' });
export type StickerCheck = z.infer<typeof StickerCheck>;

export const StickerFindingItem = z
  .object({
    id: Id,
    kind: StickerFindingKind,
    foundAt: Instant,
    venue: VenueRef,
    division: DivisionRef,
    issue: z.int(),
    distance: z.int().nullable().describe('metres'),
    closed: z.object({ at: Instant, by: z.string(), note: z.string() }).nullable(),
  })
  .meta({ id: 'StickerFinding' });
export type StickerFindingItem = z.infer<typeof StickerFindingItem>;

/** The life of printed codes. */
export const stickerEndpoints = {
  listCodeIssues: endpoint({
    method: 'GET',
    path: '/api/v1/venues/:id/code-issues',
    tag: 'venues',
    summary: 'Codes the venue has had, the present one first.',
    access: { who: 'staff', permission: 'venue.read', area: 'venue' },
    params: IdParams,
    query: PageQuery,
    status: 200,
    response: page(CodeIssue),
    errors: ['NOT_FOUND'],
  }),
  replaceCode: endpoint({
    method: 'POST',
    path: '/api/v1/venues/:id/code-replacements',
    tag: 'venues',
    summary: 'Issues a new code for the venue; the old one says for ever that it was replaced. Repeating the same id is harmless.',
    access: { who: 'staff', permission: 'venue.edit', area: 'venue' },
    params: IdParams,
    body: z.strictObject({ id: Id, cause: ReplacementCause, reason: text(200) }),
    status: 200,
    response: CodeIssue,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  checkSticker: endpoint({
    method: 'POST',
    path: '/api/v1/sticker-checks',
    tag: 'venues',
    summary: 'A printed code was seen on site: scanned or keyed in, with the place where the device knows it.',
    access: { who: 'staff', permission: 'venue.edit', area: 'venue' },
    body: z.strictObject({
      id: Id,
      /** The code, or the link it holds. */
      sticker: z.string().trim().min(13).max(512),
      position: StickerPosition.nullable(),
    }),
    status: 201,
    response: StickerCheck,
    errors: ['VENUE_CODE_UNKNOWN', 'STATE_CONFLICT'],
  }),
  listStickerFindings: endpoint({
    method: 'GET',
    path: '/api/v1/sticker-findings',
    tag: 'venues',
    summary: 'What is wrong with printed codes of the own area, newest first.',
    access: { who: 'staff', permission: 'venue.read', area: 'venue' },
    query: PageQuery.extend({
      state: z.enum(['open', 'closed']).default('open'),
      kind: StickerFindingKind.optional(),
      divisionCode: DivisionCode.optional(),
    }),
    status: 200,
    response: page(StickerFindingItem),
    errors: [],
  }),
  closeStickerFinding: endpoint({
    method: 'POST',
    path: '/api/v1/sticker-findings/:id/closure',
    tag: 'venues',
    summary: 'Somebody has seen to it.',
    access: { who: 'staff', permission: 'venue.edit', area: 'venue' },
    params: IdParams,
    body: z.strictObject({ note: text(200) }),
    status: 200,
    response: StickerFindingItem,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
};
