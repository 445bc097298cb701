import type { Clock } from '../../platform/clock';
import { type Database, sqlState, type Tx } from '../../platform/database/database';
import { asRefusal } from '../../platform/http/problems';
import { busy, Refusal } from '../../platform/http/refusal';
import type { Logger } from '../../platform/logs';
import type { Metrics } from '../../platform/metrics';
import { verdictCode } from './codes';
import { insertVisits, readVisits, type VisitRow } from './store';
import { type ScanClass, WaitingLine } from './waiting-line';

/** A visit on its way to disk. */
export interface NewVisit {
  readonly row: VisitRow;
  readonly scanClass: ScanClass;
  /** The verdict calls for a warning and an incident. */
  readonly raises: boolean;
}

export interface Recorded {
  readonly row: VisitRow;
  /** The event id had been recorded before; `row` is what was answered then. */
  readonly isRepeated: boolean;
}

/** Writes what an abnormal visit raises, in the visit's own transaction. */
export type Raise = (tx: Tx, visits: readonly VisitRow[]) => Promise<void>;

export interface RecorderOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly raise: Raise;
  /** After the commit: live feeds, the watermark. Never on the answer's path. */
  readonly follow: (visits: readonly VisitRow[]) => void;
}

/** A class and no spread object: this is made for every scan. */
class Waiting implements NewVisit {
  readonly row: VisitRow;
  readonly scanClass: ScanClass;
  readonly raises: boolean;

  constructor(
    visit: NewVisit,
    /** Monotonic milliseconds at which the answer is no longer worth waiting for. */
    readonly deadline: number,
    readonly resolve: (recorded: Recorded) => void,
    readonly reject: (error: unknown) => void,
  ) {
    this.row = visit.row;
    this.scanClass = visit.scanClass;
    this.raises = visit.raises;
  }
}

const MOST_PER_BATCH = 2_000;
/** Two transactions at once: one writes while the other waits for the disk. */
const MOST_UNDER_WAY = 2;
/** A second one beside the first only for as many: a transaction of few costs the database nearly what one of many does. */
const WORTH_A_SECOND = 64;
/** Whoever stands at a door has gone on or tried again after this long; writing it would cost those behind. */
const DEADLINE_MS = 800;
/**
 * A transaction that takes longer may or may not come about. Whoever waits is told to come back with the same event id,
 * which finds out; a database that is frozen must not hold a city's doors for the time-out of a statement.
 */
const UNKNOWN_MS = 5_000;
const SWEEP_MS = 200;
/** Deadlock and serialization failure. */
const GAVE_WAY = /^40/;

/**
 * Group commit. Scans that arrive while a transaction is under way share the next one; each answer leaves only after
 * its COMMIT. A batch without anything abnormal is one statement, one round trip.
 */
export class Recorder {
  private readonly line = new WaitingLine<Waiting>();
  private underWay = 0;
  private isFlushing = false;
  private readonly batches = new Map<readonly Waiting[], number>();
  private readonly sweeper: NodeJS.Timeout;
  private refusals = 0;

  constructor(private readonly options: RecorderOptions) {
    this.sweeper = setInterval(() => this.sweep(performance.now()), SWEEP_MS).unref();
  }

  stop(): void {
    clearInterval(this.sweeper);
  }

  /**
   * Resolves when the visit is on disk.
   * @throws {Refusal} UNAVAILABLE when too much waits, the wait is too long or the database is away; repeat with the
   * same event id. EVENT_ID_TAKEN when the person has another visit at that very moment.
   */
  record(visit: NewVisit): Promise<Recorded> {
    return new Promise((resolve, reject) => {
      const waiting = new Waiting(visit, performance.now() + DEADLINE_MS, resolve, reject);
      if (!this.line.push(visit.scanClass, waiting)) {
        reject(this.refuse(visit.scanClass, 'full'));
      } else if (this.isTimeToWrite) this.flushSoon();
    });
  }

  /** Scans refused by overload since the start. */
  get refused(): number {
    return this.refusals;
  }

  private get isTimeToWrite(): boolean {
    const waiting = this.line.length;
    return this.underWay === 0 ? waiting > 0 : this.underWay < MOST_UNDER_WAY && waiting >= WORTH_A_SECOND;
  }

  /** After everything that has already arrived has been read. */
  private flushSoon(): void {
    if (this.isFlushing) return;
    this.isFlushing = true;
    setImmediate(() => this.flush());
  }

  private flush(): void {
    this.isFlushing = false;
    while (this.isTimeToWrite) {
      const batch = this.inTime(this.line.take(MOST_PER_BATCH));
      this.options.metrics.queueLength.set(this.line.length);
      if (batch.length === 0) continue;
      this.underWay += 1;
      this.batches.set(batch, performance.now());
      void this.write(batch).finally(() => {
        this.underWay -= 1;
        this.batches.delete(batch);
        this.flush();
      });
    }
  }

  /** Nothing of what waited too long was written, and the answer says so. */
  private inTime(batch: Waiting[]): Waiting[] {
    const now = performance.now();
    if (batch.every((waiting) => waiting.deadline >= now)) return batch;
    return batch.filter((waiting) => {
      if (waiting.deadline >= now) return true;
      waiting.reject(this.refuse(waiting.scanClass, 'late'));
      return false;
    });
  }

  /** Nobody waits for ever, also when the database does not answer at all. */
  private sweep(now: number): void {
    for (const waiting of this.line.takeWhile(({ deadline }) => deadline < now)) waiting.reject(this.refuse(waiting.scanClass, 'late'));
    for (const [batch, startedAt] of this.batches) {
      if (now - startedAt < UNKNOWN_MS) continue;
      this.batches.delete(batch);
      for (const waiting of batch) waiting.reject(this.refuse(waiting.scanClass, 'unknown'));
    }
  }

  private refuse(scanClass: ScanClass, why: 'full' | 'late' | 'unknown'): Refusal {
    this.refusals += 1;
    this.options.metrics.refused.inc({ class: scanClass, why });
    return busy();
  }

  private async write(batch: readonly Waiting[], isSecondTry = false): Promise<void> {
    const { metrics } = this.options;
    const startedAt = performance.now();
    try {
      const groups = inKeyOrder(batch);
      const others = await this.commit(groups);
      const before = others.length === 0 ? undefined : await this.recordedBefore(others.map((place) => firstOf(groups, place).row));
      this.settle(groups, new Set(others), before);
      metrics.batchSize.observe(batch.length);
      metrics.batchSeconds.observe((performance.now() - startedAt) / 1000);
    } catch (error) {
      await this.failed(batch, error, isSecondTry);
    }
  }

  /** @returns places of the groups that were not written. */
  private commit(groups: readonly Group[]): Promise<number[]> {
    const rows = groups.map((group) => group[0].row);
    if (!groups.some((group) => group[0].raises)) return insertVisits(this.options.db, rows);
    return this.options.db.transaction().execute(async (tx) => {
      const others = await insertVisits(tx, rows);
      const raising = groups.filter((group, place) => group[0].raises && !others.includes(place)).map((group) => group[0].row);
      // In the order of the incidents' key: event ids are the caller's choice, and two processes that take one person's
      // two doors in opposite order would wait for each other.
      raising.sort((a, b) => a.personId - b.personId || a.venueId - b.venueId);
      await this.options.raise(tx, raising);
      return others;
    });
  }

  private async recordedBefore(rows: readonly VisitRow[]): Promise<Map<string, VisitRow>> {
    return new Map((await readVisits(this.options.db, rows)).map((row) => [keyOf(row), row]));
  }

  private settle(groups: readonly Group[], others: ReadonlySet<number>, before: ReadonlyMap<string, VisitRow> | undefined): void {
    const written: VisitRow[] = [];
    for (const [place, group] of groups.entries()) {
      const [first] = group;
      const isNew = !others.has(place);
      if (isNew) written.push(first.row);
      const row = isNew ? first.row : before?.get(keyOf(first.row));
      for (const waiting of group) {
        if (row === undefined) waiting.reject(new Refusal('EVENT_ID_TAKEN'));
        else waiting.resolve({ row, isRepeated: !isNew || waiting !== first });
      }
    }
    this.count(written);
    if (written.length > 0) this.options.follow(written);
  }

  /** By batch, since a labelled counter costs as much as judging a scan. */
  private count(written: readonly VisitRow[]): void {
    const counts = new Map<number, number>();
    for (const { verdict } of written) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    for (const [verdict, count] of counts) this.options.metrics.verdicts.inc({ verdict: verdictCode.read(verdict) }, count);
  }

  /** One bad row must not take the others with it: the batch is halved until it stands alone. */
  private async failed(batch: readonly Waiting[], error: unknown, isSecondTry: boolean): Promise<void> {
    // Chosen by the database to give way to another transaction: nothing is wrong with it.
    if (!isSecondTry && GAVE_WAY.test(sqlState(error) ?? '')) {
      await this.write(batch, true);
      return;
    }
    const refusal = asRefusal(error);
    if (batch.length > 1 && refusal.code !== 'UNAVAILABLE') {
      const middle = Math.ceil(batch.length / 2);
      await this.write(batch.slice(0, middle));
      await this.write(batch.slice(middle));
      return;
    }
    this.options.logger.error({ err: error, visits: batch.length }, 'visits not recorded');
    if (refusal.code === 'UNAVAILABLE') this.refusals += batch.length;
    for (const { reject } of batch) reject(refusal);
  }
}

/** Scans of one event that came together: the first is written, the others get its answer. */
type Group = readonly [Waiting, ...Waiting[]];

/** An event id names a scan of one person: another person's equal id is another scan. */
const keyOf = (row: Pick<VisitRow, 'personId' | 'eventId'>) => `${row.personId} ${row.eventId}`;

const isSame = (a: Waiting, b: Waiting) => a.row.eventId === b.row.eventId && a.row.personId === b.row.personId;

function firstOf(groups: readonly Group[], place: number): Waiting {
  const group = groups[place];
  if (group === undefined) throw new Error(`the database named visit ${place} of a batch of ${groups.length}`);
  return group[0];
}

/**
 * In the order of the unique key everywhere, so that two batches with the same events wait for each other instead of
 * deadlocking, and neighbours in the index are written together.
 */
function inKeyOrder(batch: readonly Waiting[]): Group[] {
  const ordered = [...batch].sort(
    (a, b) => a.row.personId - b.row.personId || (a.row.eventId < b.row.eventId ? -1 : Number(a.row.eventId > b.row.eventId)),
  );
  const groups: [Waiting, ...Waiting[]][] = [];
  for (const waiting of ordered) {
    const last = groups.at(-1);
    if (last !== undefined && isSame(last[0], waiting)) last.push(waiting);
    else groups.push([waiting]);
  }
  return groups;
}
