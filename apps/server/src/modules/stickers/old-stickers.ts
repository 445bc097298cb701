import { WorkLoop } from '../../platform/jobs';
import type { ModuleContext } from '../module';
import { noteScans } from './store';

const EVERY_MS = 10_000;
/** Codes noted at once; a flood of look-ups grows no memory, it is only counted to here. */
const MOST_CODES = 10_000;

/**
 * Look-ups of codes that were replaced: counted in memory and written every few seconds, so that nobody who finds an old
 * sticker waits for it. No person is in it.
 */
export class OldStickers {
  private counts = new Map<string, number>();
  readonly loop: WorkLoop;

  constructor(private readonly context: Pick<ModuleContext, 'db' | 'clock' | 'logger'>) {
    this.loop = new WorkLoop({
      name: 'old stickers',
      everyMs: EVERY_MS,
      logger: context.logger,
      run: async () => {
        await this.write();
        return false;
      },
    });
  }

  readonly note = (code: string): void => {
    const before = this.counts.get(code);
    if (before !== undefined || this.counts.size < MOST_CODES) this.counts.set(code, (before ?? 0) + 1);
  };

  /** What could not be written is counted again. */
  async write(): Promise<void> {
    const { counts } = this;
    if (counts.size === 0) return;
    this.counts = new Map();
    try {
      await this.context.db.transaction().execute((tx) => noteScans(tx, counts, new Date(this.context.clock.now())));
    } catch (error) {
      for (const [code, count] of counts) this.counts.set(code, (this.counts.get(code) ?? 0) + count);
      throw error;
    }
  }
}
