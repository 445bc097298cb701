import { describe, expect, it } from 'vitest';
import { LaneRoutes } from './lane-routes';
import type { RouteAnswer } from './route-answer';

const routeOf = (name: string) => ({ name }) as unknown as RouteAnswer;
const [scan, entry] = [routeOf('scan'), routeOf('entry')];
const routes = new LaneRoutes();
routes.add('/api/v1/scans', scan);
routes.add('/api/v1/venues/:id/entries', entry);

describe('routes of the lane', () => {
  it('are found by their whole address', () => {
    expect(routes.at('/api/v1/scans')).toEqual({ route: scan });
    expect(new LaneRoutes().isEmpty).toBe(true);
    expect(routes.isEmpty).toBe(false);
  });

  it('are found round a parameter, which is told', () => {
    expect(routes.at('/api/v1/venues/7f3e/entries')).toEqual({ route: entry, params: { id: '7f3e' } });
  });

  it.each([
    '/api/v1/scans/',
    '/api/v1/venues//entries',
    '/api/v1/venues/entries',
    '/api/v1/venues/a/b/entries',
    '/api/v1/venues/a/entries/',
    '/api/v1/venues/a/state',
    '',
  ])('are not found at %o', (path) => {
    expect(routes.at(path)).toBeUndefined();
  });
});
