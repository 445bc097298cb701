import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskDocument, maskName, maskPhone } from './mask';

describe('maskName', () => {
  it.each([
    ['张三', '张*'],
    ['张三丰', '张**'],
    ['欧阳娜娜', '欧阳**'],
    ['欧阳修', '欧阳*'],
    ['欧阳', '欧*'],
    ['𠮷野家', '𠮷**'],
    ['張𠮷', '張*'],
    ['𠮷', '*'],
    ['阿卜杜拉·买买提', '阿***'],
    ['John Smith', 'J***'],
    ['Jo', 'J***'],
    ['Élodie', 'É***'],
    [' 张三 ', '张*'],
    ['', ''],
  ])('%s is %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });
});

describe('maskPhone', () => {
  it.each([
    ['13800008000', '138****8000'],
    ['1380000800', '********00'],
    ['12', '**'],
    ['', ''],
  ])('%s is %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });
});

describe('maskDocument', () => {
  it.each([
    ['110105194912311234', '110***********1234'],
    ['11010519491231002X', '110***********002X'],
    ['USA310012345678', 'U************78'],
    ['E12345678', 'E******78'],
    ['12345', '1**45'],
    ['123', '***'],
    ['', ''],
  ])('%s is %s', (number, masked) => {
    expect(maskDocument(number)).toBe(masked);
  });
});

describe('masks', () => {
  it('never cut a character in two and never show more than seven', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom(maskName, maskPhone, maskDocument), (text, mask) => {
        const masked = mask(text);
        expect(masked).not.toMatch(/\p{Cs}/u);
        const shown = [...masked].filter((sign) => sign !== '*');
        expect(shown.length).toBeLessThanOrEqual(7);
        if ([...text.trim()].length > 1) expect(masked).toContain('*');
      }),
    );
  });
});
