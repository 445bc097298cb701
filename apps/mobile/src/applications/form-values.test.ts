import { describe, expect, it } from 'vitest';
import { bodyOf, draftOf, EMPTY, type FormValues, isAnswered, STEPS, stepOfField, valuesOfDraft } from './form-values';

const NOW = Date.parse('2026-11-22T00:00:00Z');
const FULL: FormValues = {
  name: '银杏路便民店',
  class: 'supermarket',
  subjectKind: 'unit',
  subjectName: '银杏商贸有限公司',
  subjectNumber: '91350100M000100Y43',
  divisionCode: '990101001',
  divisionPath: '云汀省青屿市',
  address: '银杏路 12 号',
  contactName: '林晓禾',
  contactPhone: '139 0000 0003',
  location: { latitude: 31.2, longitude: 121.4, system: 'wgs84', accuracyM: 12, at: '2026-11-22T00:00:00Z' },
};

describe('the questions of an application', () => {
  it('are all mandatory', () => {
    for (const step of STEPS) {
      expect(isAnswered(step, EMPTY, NOW)).toBe(false);
      expect(isAnswered(step, FULL, NOW)).toBe(true);
    }
    expect(isAnswered('check', { ...FULL, location: undefined }, NOW)).toBe(false);
    expect(isAnswered('division', { ...FULL, divisionCode: '990101' }, NOW)).toBe(false);
    expect(isAnswered('subject', { ...FULL, subjectNumber: '91350100M000100Y44' }, NOW)).toBe(false);
  });

  it('are sent with the telephone in its one form', () => {
    expect(bodyOf(FULL)).toMatchObject({ contactPhone: '13900000003', class: 'supermarket' });
    expect(bodyOf({ ...FULL, location: undefined })).toBeUndefined();
  });

  it('come back from a draft without the position', () => {
    expect(valuesOfDraft(draftOf(FULL, 3))).toEqual({ ...FULL, location: undefined });
    expect(valuesOfDraft({ step: 0, class: 'gone since' })).toMatchObject({ class: '', subjectKind: 'unit' });
  });

  it('know which field is theirs', () => {
    expect(stepOfField('location.at')).toBe('address');
    expect(stepOfField('subjectNumber')).toBe('subject');
    expect(stepOfField('id')).toBeUndefined();
  });
});
