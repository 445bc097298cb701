import { type Access, endpoints } from '@tongxing/contract';
import { describe, expect, it } from 'vitest';
import { hasAreaFor, headerCredential, sessionKindOf } from './principals';

describe('who has to be behind a call', () => {
  it('is somebody, for every route that is not for anybody', () => {
    for (const { access, path } of Object.values(endpoints))
      expect(sessionKindOf(access) === undefined, path).toBe(access.who === 'anyone' || access.who === 'demo');
  });
});

describe('the area of a staff route', () => {
  it('has to be declared: without it a route does not compile', () => {
    // @ts-expect-error there is no default
    const undeclared: Access = { who: 'staff', permission: 'venue.read' };
    expect(undeclared).not.toHaveProperty('area');
  });

  it('that is the same for everybody has a reason', () => {
    for (const { access, path } of Object.values(endpoints))
      if (access.who === 'staff' && typeof access.area === 'object') expect(access.area.none.length, path).toBeGreaterThan(20);
  });

  it.each([
    ['venue', null, true],
    ['venue', '990101001', true],
    ['division', null, false],
    ['division', '990101001', true],
    ['city', null, false],
    ['city', '990101', false],
    ['city', '9901', true],
    ['city', '99', true],
  ] as const)('%s lets an account of %s in: %s', (rule, areaCode, isIn) => {
    expect(hasAreaFor(rule, { areaCode })).toBe(isIn);
  });
});

describe('the header of a device', () => {
  it.each([
    ['Tongxing-Device a.b', 'a.b'],
    ['tongxing-device   a.b', 'a.b'],
    ['Bearer a.b', undefined],
    ['Tongxing-Client a.b', undefined],
    ['Tongxing-Device', undefined],
    ['Tongxing-Device ', undefined],
    ['Tongxing-Device a.b c', undefined],
    ['xTongxing-Device a.b', undefined],
    ['', undefined],
  ])('%j shows %j', (header, shown) => {
    expect(headerCredential('device', header)).toBe(shown);
  });

  it('may be missing', () => {
    expect(headerCredential('device', undefined)).toBeUndefined();
  });
});
