import { afterEach, expect, it, vi } from 'vitest';
import { MissLimit } from './miss-limit';
import { Refusal } from './refusal';

afterEach(() => void vi.restoreAllMocks());

it('counts what is not there by network, for a minute, and nothing else', () => {
  let now = 1_000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const limit = new MissLimit(3);
  const miss = (address: string) => limit.note(address, new Refusal('VENUE_CODE_UNKNOWN'));
  for (let n = 0; n < 3; n += 1) {
    expect(() => limit.check('2001:db8::1')).not.toThrow();
    miss(`2001:db8::${n}`);
    limit.note('198.51.100.1', new Refusal('UNAVAILABLE'));
    limit.note('198.51.100.1', new Error('defect'));
  }
  expect(() => limit.check('2001:db8::ffff')).toThrow(
    expect.objectContaining({ code: 'TOO_MANY_REQUESTS', options: { retryAfterSeconds: 60 } }),
  );
  expect(() => limit.check('198.51.100.1')).not.toThrow();
  now += 59_001;
  expect(() => limit.check('2001:db8::1')).toThrow(expect.objectContaining({ options: { retryAfterSeconds: 1 } }));
  now += 1_000;
  expect(() => limit.check('2001:db8::1')).not.toThrow();
});
