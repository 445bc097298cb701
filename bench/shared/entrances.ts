import { endpoints } from '@tongxing/contract';
import { SCHEMES } from '../../apps/server/src/platform/http/principals';
import type { Entrance } from '../load/requests';
import { COOKIES } from './cookies';

const HOUR_MS = 3_600_000;

/** A resident scans a poster: the way in that all others are compared with. */
export const RESIDENT_SCAN: Entrance = {
  name: 'resident scan',
  weight: 60,
  path: '/api/v1/scans',
  headers: `cookie: ${COOKIES.resident}={resident.token}\r\n`,
  body: '{"eventId":"{eventId}","code":"{venue.code}"}',
  capturedAgoMs: [0, 0],
};

/** Residents' scans on connections that carry pages too. @param pages of a thousand requests */
export const scansAmongPages = (pages: number): readonly Entrance[] => [
  { ...RESIDENT_SCAN, weight: 1_000 - pages },
  { name: 'page', weight: pages, path: endpoints.getSystem.path, headers: '', body: undefined, capturedAgoMs: [0, 0] },
];

const ENTRY = '{"eventId":"{eventId}","documentType":"resident_id","documentNumber":"{document.number}"}';

/** The ways in of a mixed morning. */
export const ENTRANCES: readonly Entrance[] = [
  RESIDENT_SCAN,
  {
    name: 'device verify',
    weight: 20,
    path: '/api/v1/device/verifications',
    headers: `authorization: ${SCHEMES.device} {device.token}\r\n`,
    body: ENTRY,
    capturedAgoMs: [0, 0],
  },
  {
    name: 'keyed entry',
    weight: 10,
    path: '/api/v1/venues/{desk.venue}/entries',
    headers: `cookie: ${COOKIES.staff}={desk.token}\r\n`,
    body: ENTRY,
    capturedAgoMs: [0, 0],
  },
  { ...RESIDENT_SCAN, name: 'late upload', weight: 10, capturedAgoMs: [HOUR_MS, 48 * HOUR_MS] },
];
