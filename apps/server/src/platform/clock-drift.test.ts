import { expect, it } from 'vitest';
import { ClockDrift } from './clock-drift';

it('is what the clock was set by, not the time that passed', () => {
  let [wall, steady] = [1_700_000_000_000, 50];
  const drift = new ClockDrift({ now: () => wall }, () => steady);
  const pass = (ms: number) => {
    wall += ms;
    steady += ms;
  };
  pass(86_400_000);
  expect(drift.ms).toBe(0);
  wall += 7_000;
  pass(1_000);
  expect(drift.ms).toBe(7_000);
  wall -= 10_000;
  expect(drift.ms).toBe(-3_000);
});
