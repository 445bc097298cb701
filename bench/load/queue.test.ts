import { expect, it } from 'vitest';
import { Queue } from './queue';

it('gives back in order, also after it has grown and shrunk many times', () => {
  const queue = new Queue<number>();
  let pushed = 0;
  let shifted = 0;
  for (let round = 1; round < 200; round += 1) {
    for (let more = 0; more < round; more += 1) {
      queue.push(pushed);
      pushed += 1;
    }
    for (let fewer = 0; fewer < round - 1; fewer += 1) {
      expect(queue.shift()).toBe(shifted);
      shifted += 1;
    }
    expect(queue.length).toBe(pushed - shifted);
  }
  while (queue.length > 0) {
    expect(queue.shift()).toBe(shifted);
    shifted += 1;
  }
  expect(queue.shift()).toBeUndefined();
  expect(shifted).toBe(pushed);
});
