import { describe, expect, it } from 'vitest';
import { GroupWriter } from './group-writer';

/** A disk whose writes end when they are told to. */
function slowDisk() {
  const groups: (readonly number[])[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const write = (items: readonly number[]) =>
    new Promise<void>((resolve, reject) => {
      groups.push(items);
      ends.push((error) => (error === undefined ? resolve() : reject(error)));
    });
  return { groups, ends, writer: new GroupWriter<number>(write) };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('small notes', () => {
  it('that come while one is written share the next write, and nobody is told before it', async () => {
    const { groups, ends, writer } = slowDisk();
    const told: number[] = [];
    const adding = [1, 2, 3].map((item) => writer.add(item).then(() => told.push(item)));
    await nextTurn();
    expect(groups).toEqual([[1]]);
    expect(told).toEqual([]);
    ends[0]?.();
    await nextTurn();
    expect(told).toEqual([1]);
    expect(groups).toEqual([[1], [2, 3]]);
    ends[1]?.();
    await Promise.all(adding);
    expect(told).toEqual([1, 2, 3]);
  });

  it('fail with the write they were part of, and those after it do not', async () => {
    const { ends, writer } = slowDisk();
    const [first, second] = [writer.add(1), writer.add(2)];
    ends[0]?.(new Error('disk full'));
    await expect(first).rejects.toThrow('disk full');
    await nextTurn();
    ends[1]?.();
    await expect(second).resolves.toBeUndefined();
  });
});
