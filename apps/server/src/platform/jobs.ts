import type { Logger } from './logs';

export interface LoopOptions {
  readonly name: string;
  /** Longest pause between two runs; a `wake` shortens it. */
  readonly everyMs: number;
  readonly logger: Logger;
  /** Does what is due. Returns true when there may be more at once. */
  readonly run: () => Promise<boolean>;
}

/**
 * Work that follows a commit: one run at a time, woken by a notification and at the latest after `everyMs`.
 * What is due stands in the database and is taken by lease, so any number of nodes may run the same loop.
 */
export class WorkLoop {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isWoken = false;
  private isStopped = false;

  constructor(private readonly options: LoopOptions) {}

  start(): void {
    this.schedule(0);
  }

  wake(): void {
    this.isWoken = true;
    if (this.running === undefined) this.schedule(0);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(delayMs: number): void {
    if (this.isStopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.running = this.once().finally(() => {
        this.running = undefined;
        this.schedule(this.isWoken ? 0 : this.options.everyMs);
      });
    }, delayMs);
  }

  private async once(): Promise<void> {
    this.isWoken = false;
    try {
      if (await this.options.run()) this.isWoken = true;
    } catch (error) {
      this.options.logger.error({ err: error, job: this.options.name }, 'work failed; it is tried again');
    }
  }
}
