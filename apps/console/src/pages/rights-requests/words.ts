import type { RightsRequest } from '@tongxing/contract';

export const RIGHTS_REQUEST_KINDS = [
  'name',
  'document',
  'evidence',
  'deletion',
  'claim',
] as const satisfies readonly RightsRequest['kind'][];
export const RIGHTS_REQUEST_STATES = [
  'open',
  'waiting',
  'granted',
  'partly',
  'refused',
  'withdrawn',
] as const satisfies readonly RightsRequest['state'][];
