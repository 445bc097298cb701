import { eventTime } from '@tongxing/codes';
import type { Clock } from '../clock';
import type { Refusal } from '../http/refusal';
import { WorkLoop } from '../jobs';
import type { Logger } from '../logs';
import { type AcknowledgedWrites, databaseBehind, newestOf } from './acknowledged';
import { sqlState } from './database';
import type { WalPosition } from './wal-position';
import { type AcknowledgedVisit, type Mark, readMark, UnreadableMark, writeMark } from './watermark-file';
import { compare, findingText, numbersOf, type Shortfall, type WatermarkFinding } from './watermark-finding';

export interface WatermarkOptions {
  /** Path of the file; best on another disk than the database. */
  readonly file: string;
  readonly readPosition: () => Promise<WalPosition>;
  /** Event ids of those visits that are in the database. */
  readonly findVisits: (visits: readonly AcknowledgedVisit[]) => Promise<ReadonlySet<string>>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Visits older than this may have been dropped. */
  readonly retentionDays: number;
  /** Milliseconds between two looks; what was acknowledged since the last is not remembered yet. */
  readonly everyMs?: number;
}

const EVERY_MS = 1_000;
const DAY_MS = 86_400_000;
/** Table, function or column is not there: a schema of before. */
const OTHER_SCHEMA = /^42(P01|883|703)$/;

/**
 * Remembers outside the database how far acknowledged writes had come, so that a database that came back older is
 * noticed (docs/adr/0009). Costs a scan nothing: position and newest ids are written by a timer, after they are on disk.
 */
export class Watermark implements AcknowledgedWrites {
  private readonly loop: WorkLoop;
  private mark: Mark | undefined;
  private newest: readonly AcknowledgedVisit[] = [];
  /** Last reading; its transactions are believed once the log is on disk up to it. */
  private lastReading: WalPosition | undefined;
  private found: WatermarkFinding | undefined;
  /** Only after a comparison: a file that was not understood must not be overwritten. */
  private isFollowing = false;
  private isFailing = false;
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly options: WatermarkOptions) {
    const { logger, everyMs = EVERY_MS } = options;
    this.loop = new WorkLoop({ name: 'watermark', everyMs, logger, run: () => this.look() });
  }

  /**
   * Compares the database with the file; with no gap the file is brought up to date. Call it before anything writes.
   * @throws when the database is away or the file cannot be written.
   */
  async check(): Promise<WatermarkFinding> {
    this.found = await this.firstLook();
    return this.found;
  }

  /** What {@link check} or a later look has found; undefined before. */
  get finding(): WatermarkFinding | undefined {
    return this.found;
  }

  committed(visits: readonly AcknowledgedVisit[]): void {
    this.newest = newestOf(this.newest, visits);
  }

  writesBlocked(): Refusal | undefined {
    return this.isBehind ? databaseBehind() : undefined;
  }

  get isBehind(): boolean {
    return this.found?.kind === 'behind' || this.found?.kind === 'replaced';
  }

  whenBehind(run: () => void): void {
    if (this.isBehind) run();
    else this.listeners.push(run);
  }

  /** Begins to follow the database; {@link check} comes first. */
  start(): void {
    this.loop.start();
  }

  /** Writes a last time. Call it when everything is answered and the database still runs. */
  async stop(): Promise<void> {
    await this.loop.stop();
    await this.look();
  }

  /** Begins anew at what the database is now: what is missing is given up. */
  async accept(): Promise<void> {
    this.newest = [];
    this.lastReading = undefined;
    await this.remember(markAt(await this.options.readPosition(), this.options.clock.now()));
    this.found = { kind: 'current' };
    this.isFollowing = true;
  }

  private async firstLook(): Promise<WatermarkFinding> {
    try {
      this.mark = await readMark(this.options.file);
    } catch (error) {
      if (error instanceof UnreadableMark) return { kind: 'unreadable', problem: error.message };
      throw error;
    }
    const isFirst = this.mark === undefined;
    this.newest = this.mark?.visits ?? [];
    const finding = await this.advance(true);
    this.isFollowing = true;
    return isFirst ? { kind: 'first' } : finding;
  }

  private async look(): Promise<boolean> {
    if (!this.isFollowing || this.isBehind) return false;
    try {
      await this.advance(false);
      if (this.isFailing) this.options.logger.info('the watermark is written again');
      this.isFailing = false;
    } catch (error) {
      // Once, not every second while the database is away.
      if (!this.isFailing) this.options.logger.warn({ err: error }, 'the watermark is not written; it is tried again');
      this.isFailing = true;
    }
    return false;
  }

  private async advance(mustWrite: boolean): Promise<WatermarkFinding> {
    // Before the position is read: what has committed is then below it.
    const { newest, mark } = this;
    const position = await this.options.readPosition();
    const shortfall = mark === undefined ? undefined : await this.shortfallFrom(mark, position);
    if (shortfall !== undefined) return this.block(shortfall);
    const next = this.markAfter(mark, position, newest);
    if (mustWrite || mark === undefined || !isSame(mark, next)) await this.remember(next);
    this.lastReading = position;
    return { kind: 'current' };
  }

  private async shortfallFrom(mark: Mark, position: WalPosition): Promise<Shortfall | undefined> {
    // Nothing was written since the last reading, so nothing can be missing since then either.
    const isStill = this.lastReading !== undefined && position.inserted === this.lastReading.inserted;
    return compare(mark, position, isStill ? [] : await this.missingOf(mark.visits));
  }

  private async missingOf(visits: readonly AcknowledgedVisit[]): Promise<AcknowledgedVisit[]> {
    const { clock, retentionDays } = this.options;
    // A day before retention, since days are dropped whole and by the city's time.
    const oldest = clock.now() - (retentionDays - 1) * DAY_MS;
    const expected = visits.filter((visit) => (eventTime(visit.eventId) ?? 0) >= oldest);
    if (expected.length === 0) return [];
    const found = await this.options.findVisits(expected).catch((error: unknown) => {
      if (OTHER_SCHEMA.test(sqlState(error) ?? '')) return new Set<string>();
      throw error;
    });
    return expected.filter((visit) => !found.has(visit.eventId));
  }

  /** The file stays as it is: it is the proof. */
  private block(finding: Shortfall): Shortfall {
    this.found = finding;
    this.options.logger.fatal({ ...numbersOf(finding), finding: finding.kind }, findingText(finding, this.options.file));
    for (const run of this.listeners.splice(0)) run();
    return finding;
  }

  private markAfter(mark: Mark | undefined, position: WalPosition, visits: readonly AcknowledgedVisit[]): Mark {
    const settled = [position, this.lastReading].find((reading) => reading !== undefined && reading.inserted <= position.flushed);
    const nextTransaction = settled?.nextTransaction ?? mark?.nextTransaction ?? 0n;
    return { ...markAt(position, this.options.clock.now()), nextTransaction, visits };
  }

  private async remember(mark: Mark): Promise<void> {
    await writeMark(this.options.file, mark);
    this.mark = mark;
  }
}

const markAt = (position: WalPosition, writtenAt: number): Mark => ({
  writtenAt,
  systemIdentifier: position.systemIdentifier,
  database: position.database,
  timeline: position.timeline,
  flushed: position.flushed,
  nextTransaction: 0n,
  visits: [],
});

function isSame(one: Mark, other: Mark): boolean {
  return one.flushed === other.flushed && one.nextTransaction === other.nextTransaction && one.timeline === other.timeline;
}
