import { describe, expect, it } from 'vitest';
import { answerProofs, withProof } from './proof';

const MISSING = new Error('proof is missing');
const isMissing = (error: unknown) => error === MISSING;

/** Refused until somebody proved who they are. */
function guarded() {
  const state = { proved: false, runs: 0 };
  const run = async () => {
    state.runs += 1;
    if (!state.proved) throw MISSING;
    return 'done';
  };
  return { state, run };
}

describe('a request that a fresh proof is missing for', () => {
  it('is made again by itself once it is there', async () => {
    const { state, run } = guarded();
    const end = answerProofs(async () => {
      state.proved = true;
      return true;
    });
    expect(await withProof(isMissing, run)).toBe('done');
    expect(state.runs).toBe(2);
    end();
  });

  it('is refused as it was when nobody proves anything, or nobody can be asked', async () => {
    const { state, run } = guarded();
    const end = answerProofs(async () => false);
    await expect(withProof(isMissing, run)).rejects.toBe(MISSING);
    end();
    await expect(withProof(isMissing, run)).rejects.toBe(MISSING);
    expect(state.runs).toBe(2);
  });

  it('asks once, however many there are', async () => {
    const { state, run } = guarded();
    let asked = 0;
    const end = answerProofs(async () => {
      asked += 1;
      await Promise.resolve();
      state.proved = true;
      return true;
    });
    expect(await Promise.all([withProof(isMissing, run), withProof(isMissing, run)])).toEqual(['done', 'done']);
    expect(asked).toBe(1);
    end();
  });

  it('leaves every other refusal alone', async () => {
    const end = answerProofs(async () => true);
    await expect(withProof(isMissing, () => Promise.reject(new Error('other')))).rejects.toThrow('other');
    end();
  });
});
