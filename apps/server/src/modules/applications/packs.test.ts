import { VenuePolicy } from '@tongxing/contract';
import { type ApplicantFacts, problemOfApplication } from '@tongxing/rules';
import { describe, expect, it } from 'vitest';
import { PACKS, packNamed } from './policies';

const GREEN: ApplicantFacts = { colour: 'green', codesOfPhone: 0, venuesOfManager: 0, same: 'none' };

describe('what the notices say', () => {
  it.each([
    ['luxi', '申请人须为绿码', { colour: 'yellow' }, 'APPLICANT_NOT_GREEN'],
    ['luxi', '一个手机号只能申请一个场所码', { codesOfPhone: 1 }, 'CODES_OF_PHONE_USED'],
    ['luxi', '一个场所可以申请多个场所码', { venuesOfManager: 0 }, undefined],
    ['xinan', '管理员与场所一对一', { venuesOfManager: 1 }, 'VENUES_OF_MANAGER_USED'],
    ['putuo', '一人可管理多个点位', { codesOfPhone: 5, venuesOfManager: 5 }, undefined],
    ['putuo', '同一主体同一地址只有一个码', { same: 'coded' }, 'VENUE_ALREADY_CODED'],
    ['xinan', '同一主体同一地址只办一件', { same: 'pending' }, 'APPLICATION_PENDING'],
    // The reason that helps most comes first.
    ['luxi', '先看码色', { colour: 'red', codesOfPhone: 1, same: 'coded' }, 'APPLICANT_NOT_GREEN'],
  ] as const)('%s: %s', (pack, _words, facts, problem) => {
    expect(problemOfApplication(packNamed(pack), { ...GREEN, ...facts })).toBe(problem);
  });

  it.each([
    ['luxi', 'instant', [], null, false],
    ['xinan', 'review', ['street'], 24, true],
    ['putuo', 'review', ['street', 'industry'], 48, true],
  ])('%s: issue %s, reviewed by %j within %s hours, companions %s', (pack, issue, reviewers, reviewHours, companions) => {
    expect(packNamed(pack)).toMatchObject({ issue, reviewers, reviewHours, companions });
  });

  it('is marked where the notice is silent', () => {
    for (const pack of PACKS) for (const point of pack.notInNotice) expect(Object.keys(pack)).toContain(point);
  });

  it('has a form: a review without a time limit is refused', () => {
    expect(VenuePolicy.safeParse({ ...packNamed('xinan'), reviewHours: null }).success).toBe(false);
    expect(VenuePolicy.safeParse({ ...packNamed('luxi'), reviewers: ['street'] }).success).toBe(false);
  });
});
