import type { Output } from '@tongxing/contract/client';
import { useCallback } from 'react';
import { call } from '../api/client';
import { type Load, useLoad } from '../api/use-load';

export type OwnVenueDetail = Output<'GET /api/v1/own-venues/:id'>;

/** A venue of one's own with its points. */
export function useOwnVenue(id: string): readonly [Load<OwnVenueDetail>, () => void] {
  return useLoad(useCallback(() => call('GET /api/v1/own-venues/:id', { params: { id } }), [id]));
}
