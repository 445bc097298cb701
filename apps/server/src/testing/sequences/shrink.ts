import type { Together } from './play';

/**
 * The shortest sequence found that still fails, by leaving out halves, quarters and so on of it: each try is played on
 * a platform of its own, so the number of tries is bounded. What fails only by chance of timing stays as it was.
 */
export async function shrink(
  sequence: readonly Together[],
  fails: (sequence: readonly Together[]) => Promise<boolean>,
  mostTries: number,
): Promise<readonly Together[]> {
  let shortest = sequence;
  let tries = 0;
  for (let pieces = 2; shortest.length > 1 && tries < mostTries; ) {
    const size = Math.ceil(shortest.length / pieces);
    const without = await firstFailing(pieces);
    if (without !== undefined) {
      shortest = without;
      pieces = Math.max(pieces - 1, 2);
    } else if (size === 1) return shortest;
    else pieces = Math.min(pieces * 2, shortest.length);
  }
  return shortest;

  async function firstFailing(pieces: number): Promise<readonly Together[] | undefined> {
    const size = Math.ceil(shortest.length / pieces);
    for (let from = 0; from < shortest.length && tries < mostTries; from += size) {
      const rest = [...shortest.slice(0, from), ...shortest.slice(from + size)];
      tries += 1;
      if (rest.length > 0 && (await fails(rest))) return rest;
    }
    return undefined;
  }
}
