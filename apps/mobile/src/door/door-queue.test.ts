import type { DoorAnswer } from '@tongxing/contract';
import type { Verdict } from '@tongxing/rules';
import { describe, expect, it } from 'vitest';
import { advance, type DoorQueue, dwellMs, EMPTY_QUEUE } from './door-queue';

function answer(eventId: string, verdict: Verdict = 'pass'): DoorAnswer {
  return { eventId, at: '2026-11-22T08:30:00+08:00', verdict, advice: 'go_in', checkpoint: null, sign: '00000000' };
}

function after(...answers: DoorAnswer[]): DoorQueue {
  return answers.reduce((queue, one) => advance(queue, { type: 'answer', answer: one }), EMPTY_QUEUE);
}

describe('door queue', () => {
  it('shows one answer at a time, in the order of arrival', () => {
    const queue = after(answer('1'), answer('2', 'stop'), answer('3'));
    expect(queue.shown?.eventId).toBe('1');
    const next = advance(queue, { type: 'over' });
    expect([next.shown?.eventId, next.waiting.map(({ eventId }) => eventId)]).toEqual(['2', ['3']]);
    expect(advance(advance(next, { type: 'over' }), { type: 'over' }).shown).toBeUndefined();
  });

  it('does not take a repeat for another person', () => {
    expect(after(answer('1'), answer('1')).waiting).toEqual([]);
    expect(advance(advance(after(answer('1')), { type: 'over' }), { type: 'answer', answer: answer('1') }).shown).toBeUndefined();
  });

  it('drops passes, never a stop, when a crowd arrives', () => {
    const crowd = Array.from({ length: 30 }, (_, index) => answer(String(index), index % 10 === 5 ? 'stop' : 'pass'));
    const queue = after(...crowd);
    expect(queue.waiting.length).toBeLessThanOrEqual(6);
    expect(queue.waiting.filter(({ verdict }) => verdict === 'stop')).toHaveLength(3);
  });

  it('keeps a stop longest, also when others wait', () => {
    expect(dwellMs('stop', 0)).toBeGreaterThan(dwellMs('attention', 0));
    expect(dwellMs('stop', 3)).toBeGreaterThan(dwellMs('pass', 0));
    expect(dwellMs('pass', 3)).toBeLessThan(dwellMs('pass', 0));
    expect(dwellMs('timeout', 0)).toBe(dwellMs('unknown', 0));
  });
});
