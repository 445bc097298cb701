import { describe, expect, it } from 'vitest';
import { showsPersons } from './Watermark';

describe('the mark of who is looking', () => {
  it.each([
    '/incidents',
    '/incidents/1',
    '/warnings',
    '/cases',
    '/evidence',
    '/traces',
    '/traces/new',
    '/traces/1',
    '/audit',
    '/not-yet-thought-of',
  ])('is on %s', (path) => expect(showsPersons(path)).toBe(true));
  it.each(['/', '/regimes', '/regimes/switch', '/risk-areas', '/venues', '/venues/1'])('is not on %s, which shows nobody', (path) =>
    expect(showsPersons(path)).toBe(false),
  );
});
