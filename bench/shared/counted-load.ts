import type pg from 'pg';
import { LoadGenerator } from '../load/load-generator';
import type { LoadPlan, LoadResult } from '../load/plan';
import type { Deck } from '../load/requests';
import { countVisits } from './city';
import type { Undo } from './undo';

/** Load on the product whose every acknowledged visit is looked for on disk afterwards. */
export class CountedLoad {
  private accepted = 0;
  private broken = 0;

  private constructor(private readonly generator: LoadGenerator) {}

  static async start(deck: Deck, undo: Undo): Promise<CountedLoad> {
    return new CountedLoad(await LoadGenerator.start(deck, undo));
  }

  async run(plan: LoadPlan): Promise<LoadResult> {
    const result = await this.generator.run(plan);
    this.accepted += result.acceptedInAll;
    this.broken += result.broken;
    return result;
  }

  /** Visits on disk when nothing else has recorded any. */
  verify(owner: pg.Client): Promise<number> {
    return CountedLoad.verify(owner, [this]);
  }

  /**
   * @returns visits on disk
   * @throws Error when an answer of 200 has no row, or a row no request whose answer was lost
   */
  static async verify(owner: pg.Client, loads: readonly CountedLoad[]): Promise<number> {
    const accepted = loads.reduce((sum, load) => sum + load.accepted, 0);
    const broken = loads.reduce((sum, load) => sum + load.broken, 0);
    const onDisk = await countVisits(owner);
    if (onDisk < accepted || onDisk > accepted + broken)
      throw new Error(
        `${accepted} visits were acknowledged (and ${broken} requests had no answer), ${onDisk} are on disk: these must agree.`,
      );
    return onDisk;
  }
}
