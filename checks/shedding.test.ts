import { type Endpoint, endpoints, shedsAt } from '@tongxing/contract';
import { describe, expect, it } from 'vitest';

const all = Object.values(endpoints);
const at = (level: string) =>
  all.filter((endpoint) => shedsAt(endpoint) === level).map((endpoint) => `${endpoint.method} ${endpoint.path}`);

describe('the order in which work is put off', () => {
  it('has a place for every route', () => {
    expect(() => all.map(shedsAt)).not.toThrow();
    expect(() => shedsAt({ tag: 'new', method: 'GET' })).toThrow('tag new');
  });

  it('begins with figures, the audit reader and lists as files', () => {
    expect(at('busy').sort()).toEqual([
      'GET /api/v1/audit-events',
      'GET /api/v1/audit-state',
      'GET /api/v1/me/uses',
      'GET /api/v1/openness',
      'GET /api/v1/own-venues/:id/totals',
      'GET /api/v1/retention',
      'GET /api/v1/statistics/flow',
      'POST /api/v1/audit-exports',
      'POST /api/v1/incident-exports',
      'POST /api/v1/poster-exports',
      'POST /api/v1/venue-exports',
    ]);
  });

  it('never takes what is done: scans, entries, disposal, decisions', () => {
    const done = all.filter((endpoint: Endpoint) => endpoint.method !== 'GET' && endpoint.file === undefined);
    expect(done.every((endpoint) => shedsAt(endpoint) === 'never')).toBe(true);
  });

  it('never takes the door, the street and the way in', () => {
    for (const endpoint of [
      endpoints.getDoor,
      endpoints.followDoor,
      endpoints.listIncidents,
      endpoints.listWarnings,
      endpoints.getMe,
      endpoints.getSystem,
    ])
      expect(shedsAt(endpoint)).toBe('never');
  });
});
