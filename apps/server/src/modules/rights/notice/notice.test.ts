import { NOTICE_VERSION } from '@tongxing/rules';
import { describe, expect, it } from 'vitest';
import { NOTICES, noticeIn } from './notice';

const facts = { days: '28', issuers: 'ISSUER', orders: 'ORDER' };

describe('the privacy notice', () => {
  it('has its versions in order, the newest of which is in force', () => {
    expect(NOTICES.map(({ version }) => version)).toEqual(NOTICES.map((_, index) => index + 1));
    expect(NOTICES.at(-1)?.version).toBe(NOTICE_VERSION);
    expect(NOTICES.map(({ date }) => date)).toEqual(NOTICES.map(({ date }) => date).sort());
  });

  it.each(['zh', 'en'] as const)(
    'says in %s who, what, what for, on what basis, how long, with whom, and which rights there are',
    (language) => {
      const notice = noticeIn(language, facts);
      expect(notice?.sections.map(({ id }) => id)).toEqual(['who', 'what', 'why', 'basis', 'howLong', 'with', 'rights']);
      const text = JSON.stringify(notice);
      expect(text).toMatch(/28.*/);
      expect(text).toContain('ISSUER');
      expect(text).toContain('ORDER');
      expect(text).not.toContain('{{');
    },
  );

  it('has nothing for a number that was never given', () => {
    expect(noticeIn('zh', facts, 99)).toBeUndefined();
  });
});
