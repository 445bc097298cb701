import { describe, expect, it } from 'vitest';
import { signFigure } from './sign-figure';

const DAY_START = 1_790_000_000 - (1_790_000_000 % 86_400);

describe('signFigure', () => {
  it('is the same on two screens at the same second', () => {
    expect(signFigure('a1b2c3d4', DAY_START + 30_600.2)).toEqual(signFigure('a1b2c3d4', DAY_START + 30_600.9));
  });

  it('moves every second, so that a copy is out of step', () => {
    for (let second = 0; second < 120; second += 1) {
      const [now, next] = [signFigure('00000000', DAY_START + second), signFigure('00000000', DAY_START + second + 1)];
      expect(next.lit).not.toEqual(now.lit);
      expect(next.outerTurn).not.toBe(now.outerTurn);
    }
  });

  it('differs between seeds far more often than not', () => {
    const seeds = Array.from({ length: 200 }, (_, index) => (Math.imul(index + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0'));
    const figures = new Set(seeds.map((seed) => JSON.stringify(signFigure(seed, DAY_START + 40_000))));
    expect(figures.size).toBeGreaterThan(190);
  });

  it('draws something for a seed it cannot read', () => {
    expect(signFigure('', DAY_START)).toMatchObject({ petals: 5, coreSides: 3 });
  });
});
