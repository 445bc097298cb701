import { POSTER_SIZES } from '@tongxing/rules';
import { z } from 'zod';
import { DivisionCode, Id, IdParams, searched, text, VenueClass, VenueState } from '../common';
import { endpoint } from '../endpoint';

const PosterSize = z.enum(POSTER_SIZES).meta({ id: 'PosterSize' });

/** Venue codes on paper. A preview is drawn by the same hand as the print. */
export const posterEndpoints = {
  previewPoster: endpoint({
    method: 'GET',
    path: '/api/v1/venues/:id/poster',
    tag: 'venues',
    summary: 'The poster of a venue as a picture, every letter drawn: what the PDF will show.',
    access: { who: 'staff', permission: 'venue.read', area: 'venue' },
    params: IdParams,
    query: z.strictObject({ size: PosterSize.default('a4') }),
    status: 200,
    response: z.object({ svg: z.string().describe('letters are outlines; nothing in it is text or script') }),
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'POSTER_NOT_PRINTABLE', 'UNAVAILABLE'],
  }),
  printPoster: endpoint({
    method: 'POST',
    path: '/api/v1/venues/:id/poster-prints',
    tag: 'venues',
    summary: 'The poster of a venue as PDF. A retired venue has none.',
    access: { who: 'staff', permission: 'venue.read', area: 'venue' },
    params: IdParams,
    body: z.strictObject({ size: PosterSize }),
    status: 200,
    file: 'application/pdf',
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'POSTER_NOT_PRINTABLE', 'UNAVAILABLE'],
  }),
  exportPosters: endpoint({
    method: 'POST',
    path: '/api/v1/poster-exports',
    tag: 'exports',
    summary:
      'Posters of many venues of the own area, one a page; retired venues are left out. A page says so where a poster cannot be drawn.',
    access: { who: 'staff', permission: 'venue.read', area: 'venue' },
    body: z.strictObject({
      id: Id,
      size: PosterSize,
      reason: text(200, 4),
      filter: z.strictObject({
        search: searched(50).optional(),
        divisionCode: DivisionCode.optional(),
        class: VenueClass.optional(),
        state: VenueState.optional(),
      }),
    }),
    status: 200,
    file: 'application/pdf',
    errors: ['STATE_CONFLICT', 'EXPORT_QUOTA_USED', 'UNAVAILABLE'],
  }),
};
