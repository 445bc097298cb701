import { describe, expect, it } from 'vitest';
import { secondsToRecover } from './recovery';

const second = (p99Ms: number, refused = 0, accepted = 100) => ({ offered: accepted + refused, accepted, refused, p99Ms });

describe('recovery after an overload', () => {
  it('is at once when the first three seconds are normal', () => {
    expect(secondsToRecover([second(10), second(12), second(11)], 10)).toBe(0);
  });

  it('waits for three normal seconds in a row', () => {
    expect(secondsToRecover([second(900), second(10), second(13), second(10), second(11), second(12)], 10)).toBe(3);
  });

  it('does not take a second with refusals, or without an answer, for a normal one', () => {
    expect(secondsToRecover([second(5, 1), second(0, 0, 0), second(5), second(5), second(5)], 10)).toBe(2);
  });

  it('is none when the load ends before', () => {
    expect(secondsToRecover([second(900), second(10), second(10)], 10)).toBeNull();
    expect(secondsToRecover([], 10)).toBeNull();
  });
});
