import { endpoints } from '@tongxing/contract';
import { describe, expect, it } from 'vitest';
import { deviceCredential, sessionKindOf } from './principals';

describe('who has to be behind a call', () => {
  it('is somebody, for every route that is not for anybody', () => {
    for (const { access, path } of Object.values(endpoints))
      expect(sessionKindOf(access) === undefined, path).toBe(access.who === 'anyone' || access.who === 'demo');
  });
});

describe('the header of a device', () => {
  it.each([
    ['Tongxing-Device a.b', 'a.b'],
    ['tongxing-device   a.b', 'a.b'],
    ['Bearer a.b', undefined],
    ['Tongxing-Device', undefined],
    ['Tongxing-Device ', undefined],
    ['Tongxing-Device a.b c', undefined],
    ['xTongxing-Device a.b', undefined],
    ['', undefined],
  ])('%j shows %j', (header, shown) => {
    expect(deviceCredential(header)).toBe(shown);
  });

  it('may be missing', () => {
    expect(deviceCredential(undefined)).toBeUndefined();
  });
});
