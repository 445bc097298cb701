import type { Refusal } from '../http/refusal';
import { type AcknowledgedWrites, databaseBehind, newestOf } from './acknowledged';
import type { AcknowledgedVisit } from './watermark-file';

/** Milliseconds between two reports, as long as there is something to report. */
const EVERY_MS = 1_000;

/**
 * The watermark of a process that does not keep the file: reports what it committed to the process that does, and is
 * told when the database came back behind (docs/adr/0014).
 */
export class ReportedWatermark implements AcknowledgedWrites {
  private newest: readonly AcknowledgedVisit[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isTold = false;
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly report: (visits: AcknowledgedVisit[]) => Promise<void>,
    private readonly everyMs = EVERY_MS,
  ) {}

  committed(visits: readonly AcknowledgedVisit[]): void {
    if (visits.length === 0) return;
    this.newest = newestOf(this.newest, visits);
    this.timer ??= setTimeout(() => void this.tell(), this.everyMs);
  }

  writesBlocked(): Refusal | undefined {
    return this.isTold ? databaseBehind() : undefined;
  }

  get isBehind(): boolean {
    return this.isTold;
  }

  whenBehind(run: () => void): void {
    if (this.isTold) run();
    else this.listeners.push(run);
  }

  /** The keeper of the file has found the database behind. */
  behind(): void {
    this.isTold = true;
    for (const run of this.listeners.splice(0)) run();
  }

  /** Reports a last time. Call it when everything is answered. */
  async stop(): Promise<void> {
    await this.tell();
  }

  private async tell(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { newest } = this;
    this.newest = [];
    // Rows carry more than the watermark wants to know.
    if (newest.length > 0) await this.report(newest.map(({ eventId, personId }) => ({ eventId, personId })));
  }
}
