import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPersonName } from './person-name';
import { checkPhone } from './phone';

describe('checkPhone', () => {
  it.each([
    '13900000001',
    '139 0000 0001',
    '139-0000-0001',
    '+86 139 0000 0001',
    '008613900000001',
    '8613900000001',
    '１３９０００００００１',
  ])('accepts %s', (phone) => {
    expect(checkPhone(phone)).toEqual({ ok: true, canonical: '13900000001', warnings: [] });
  });

  it.each(['', '12900000001', '1390000000', '139000000011', '+85213900000', '1390000000a', '+1 13900000001'])('refuses %s', (phone) => {
    expect(checkPhone(phone)).toEqual({ ok: false, problem: 'phone_format' });
  });
});

describe('checkPersonName', () => {
  it.each([
    ['张三', '张三'],
    [' 欧阳娜娜 ', '欧阳娜娜'],
    ['𠮷野', '𠮷野'],
    ['㼆𬎆', '㼆𬎆'],
    ['李〇', '李〇'],
    ['阿卜杜拉·买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉•买买提', '阿卜杜拉·买买提'],
    ['迪丽・努尔', '迪丽·努尔'],
    ['John Smith', 'John Smith'],
    ['Ｊｏｈｎ　Ｓｍｉｔｈ', 'John Smith'],
    ['Anne-Marie O’Neill', "Anne-Marie O'Neill"],
    ['J. R. Doe Jr.', 'J. R. Doe Jr.'],
    ['J.R. Doe', 'J.R. Doe'],
    ['Jose\u0301 Núñez', 'José Núñez'],
    ['Nguyễn Thị Ánh', 'Nguyễn Thị Ánh'],
  ])('accepts %s', (name, canonical) => {
    expect(checkPersonName(name)).toEqual({ ok: true, canonical, warnings: [] });
  });

  it.each([
    ['', 'too_short'],
    ['张', 'too_short'],
    ['𠮷', 'too_short'],
    ['张'.repeat(51), 'too_long'],
    ['张3', 'name_characters'],
    ['张 三', 'name_characters'],
    ['·张三', 'name_characters'],
    ['阿卜杜拉··买买提', 'name_characters'],
    ['张San', 'name_characters'],
    ['张三\u202e', 'name_characters'],
    ['张\u200b三', 'name_characters'],
    ['张三😀', 'name_characters'],
    ['=cmd', 'name_characters'],
    ['-John', 'name_characters'],
    ['John  -Smith', 'name_characters'],
    ['Иван', 'name_characters'],
    ['やまだ', 'name_characters'],
    ['Henry Ⅷ', 'name_characters'],
    ['<b>', 'name_characters'],
    ['张\ud842', 'name_characters'],
  ])('refuses %s: %s', (name, problem) => {
    expect(checkPersonName(name)).toEqual({ ok: false, problem });
  });

  it('counts characters, not UTF-16 units', () => {
    expect(checkPersonName('𠮷'.repeat(50)).ok).toBe(true);
  });

  it('never throws, and accepts its canonical form unchanged', () => {
    const signs = fc.string({ unit: fc.constantFrom(..."张𠮷·•aé. '’-３\u0301\ud842"), maxLength: 60 });
    fc.assert(
      fc.property(fc.oneof(signs, fc.string({ unit: 'binary' })), (name) => {
        const answer = checkPersonName(name);
        if (answer.ok) expect(checkPersonName(answer.canonical)).toEqual(answer);
      }),
      { numRuns: 2000 },
    );
  });
});
