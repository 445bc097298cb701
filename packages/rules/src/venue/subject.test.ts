import { describe, expect, it } from 'vitest';
import { addressKey, checkSubjectNumber } from './subject';

const NOW = Date.parse('2026-11-22T00:00:00Z');

describe('the number of a venue’s subject', () => {
  it.each([
    ['unit', '91350100M000100Y43', true],
    ['unit', '91350100M000100Y44', false],
    ['sole_trader', '110108000000016', true],
    ['sole_trader', '11010800000001', false],
    ['person', '11010519491231002X', true],
    ['person', '110105194912310021', false],
  ] as const)('of a %s: %s', (kind, number, isGood) => {
    expect(checkSubjectNumber(kind, number, NOW).ok).toBe(isGood);
  });

  it('names what is wrong', () => {
    expect(checkSubjectNumber('unit', '9135', NOW)).toEqual({ ok: false, problem: 'document_format' });
    expect(checkSubjectNumber('unit', '91350100M000100Y44', NOW)).toEqual({ ok: false, problem: 'document_check_digit' });
    expect(checkSubjectNumber('person', '11010519491331002X', NOW)).toEqual({ ok: false, problem: 'document_birth_date' });
  });

  it('of an older licence is accepted with a warning when its check digit fails', () => {
    expect(checkSubjectNumber('sole_trader', '110108000000017', NOW)).toMatchObject({ ok: true, warnings: ['check_digit'] });
  });
});

describe('an address', () => {
  it.each(['银杏路 12 号（东门）', '银杏路１２号(东门)', ' 银杏路12号·东门 '])('is the same however it is typed: %s', (address) => {
    expect(addressKey(address)).toBe('银杏路12号东门');
  });
  it('of the next door is another', () => {
    expect(addressKey('银杏路12号')).not.toBe(addressKey('银杏路2号'));
  });
});
