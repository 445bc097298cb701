import { describe, expect, it } from 'vitest';
import { leavingNothing, Undo } from './undo';

describe('undoing', () => {
  it('goes backwards through all steps, over one that fails', async () => {
    const undo = new Undo();
    const done: number[] = [];
    undo.add(async () => done.push(1));
    undo.add(() => Promise.reject(new Error('this one fails')));
    undo.add(async () => done.push(3));
    await undo.run();
    expect(done).toEqual([3, 1]);
  });

  it('is one run, however many ask for it', async () => {
    const undo = new Undo();
    let finish: () => void = () => undefined;
    const done: string[] = [];
    undo.add(async () => done.push('last'));
    undo.add(() => new Promise<void>((resolve) => (finish = resolve)));
    const first = undo.run();
    const second = undo.run().then(() => done.push('second asker'));
    await new Promise(setImmediate);
    expect(done).toEqual([]);
    finish();
    await Promise.all([first, second]);
    expect(done).toEqual(['last', 'second asker']);
  });

  it('takes what was started too late with it', async () => {
    const undo = new Undo();
    await undo.run();
    const undone = new Promise<void>((resolve) => undo.add(async () => resolve()));
    await undone;
  });

  it('comes after a bench that fails, and lets the failure through', async () => {
    const done: string[] = [];
    const bench = leavingNothing(async (undo) => {
      undo.add(async () => done.push('undone'));
      throw new Error('the measurement failed');
    });
    await expect(bench).rejects.toThrow('the measurement failed');
    expect(done).toEqual(['undone']);
  });
});
