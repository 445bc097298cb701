import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Questions } from './questions';

const PATIENCE_MS = 100;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('gives each question its own answer, in whatever order they come', async () => {
  const questions = new Questions<string>(PATIENCE_MS);
  const ids: number[] = [];
  const first = questions.ask((id) => ids.push(id));
  const second = questions.ask((id) => ids.push(id));
  questions.answered(ids[1] ?? 0, 'second');
  questions.answered(ids[0] ?? 0, 'first');
  expect(await Promise.all([first, second])).toEqual(['first', 'second']);
});

it('does not wait for ever, and does not mind an answer that comes too late', async () => {
  const questions = new Questions<string>(PATIENCE_MS);
  let asked = 0;
  const answer = questions.ask((id) => {
    asked = id;
  });
  await vi.advanceTimersByTimeAsync(PATIENCE_MS);
  expect(await answer).toBeUndefined();
  questions.answered(asked, 'late');
  questions.answered(99, 'nobody asked');
});
