import { describe, expect, it } from 'vitest';
import { csvField, csvLine } from './csv';

describe('a field of an exported list', () => {
  it.each(['=1+1', '+cmd', '-2', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1', '＠x', '\0=1', '|calc', '%x', '\uFEFF=1'])(
    '%j is no formula',
    (text) => {
      expect(csvField(text)).toBe(`"'${text}"`);
    },
  );

  it.each([
    ['plain', '"plain"'],
    ['上报 "甲"', '"上报 ""甲"""'],
    ['a,b\nc', '"a,b\nc"'],
    [null, '""'],
    ['1=1', '"1=1"'],
  ])('%j is %s', (text, shown) => {
    expect(csvField(text)).toBe(shown);
  });

  it('ends a record as RFC 4180 says', () => {
    expect(csvLine(['a', null])).toBe('"a",""\r\n');
  });
});
