import { venueCodeFrom } from '@tongxing/codes';
import { describe, expect, it } from 'vitest';
import { readCodeEntry } from './code-entry';

const ORIGIN = 'https://pass.example.org';
const ORIGINS = ['http://192.0.2.7:8080', ORIGIN];
const CODE = venueCodeFrom(Uint8Array.from([1, 20, 90, 200, 7, 64, 33, 16]));
const GROUPED = `${CODE.slice(0, 4)}-${CODE.slice(4, 8)}-${CODE.slice(8)}`;
const MISTYPED = `${CODE.slice(0, 12)}${CODE.endsWith('A') ? 'B' : 'A'}`;

describe('readCodeEntry', () => {
  it('takes a code in any spelling and shows it as printed', () => {
    for (const typed of [CODE, CODE.toLowerCase(), GROUPED, ` ${GROUPED.replaceAll('-', ' ')} `]) {
      expect(readCodeEntry(typed, ORIGINS)).toEqual({ kind: 'code', shown: GROUPED, code: CODE });
    }
  });

  it('counts what is missing while typing', () => {
    expect(readCodeEntry(CODE.slice(0, 6), ORIGINS)).toEqual({
      kind: 'unfinished',
      shown: `${CODE.slice(0, 4)}-${CODE.slice(4, 6)}`,
      missing: 7,
    });
    expect(readCodeEntry('  ', ORIGINS)).toEqual({ kind: 'empty', shown: '' });
  });

  it('tells a wrong character at once', () => {
    expect(readCodeEntry(MISTYPED, ORIGINS).kind).toBe('wrong');
    expect(readCodeEntry(`${CODE}0`, ORIGINS).kind).toBe('wrong');
    expect(readCodeEntry('通行', ORIGINS).kind).toBe('wrong');
  });

  it('takes the link of a poster of this site only', () => {
    expect(readCodeEntry(`${ORIGIN}/v/${CODE}`, ORIGINS)).toMatchObject({ kind: 'code', code: CODE });
    expect(readCodeEntry(`https://evil.example/v/${CODE}`, ORIGINS).kind).toBe('wrong');
  });
});
