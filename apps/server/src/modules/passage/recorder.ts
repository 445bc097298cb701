import type { Clock } from '../../platform/clock';
import type { Database, Tx } from '../../platform/database/database';
import { asRefusal } from '../../platform/http/problems';
import { Refusal } from '../../platform/http/refusal';
import type { Logger } from '../../platform/logs';
import type { Metrics } from '../../platform/metrics';
import { insertVisits, readVisits, type VisitRow } from './store';

/** A visit on its way to disk. */
export interface NewVisit {
  readonly row: VisitRow;
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
  /** After the commit: live feeds. Never on the answer's path. */
  readonly follow: (visits: readonly VisitRow[]) => void;
}

interface Waiting extends NewVisit {
  readonly resolve: (recorded: Recorded) => void;
  readonly reject: (error: unknown) => void;
}

const MOST_PER_BATCH = 2_000;
const MOST_WAITING = 20_000;
/** Two transactions at once: one writes while the other waits for the disk. */
const MOST_UNDER_WAY = 2;

/**
 * Group commit. Scans that arrive while a transaction is under way share the next one; each answer leaves only after
 * its COMMIT. A batch without anything abnormal is one statement, one round trip.
 */
export class Recorder {
  private waiting: Waiting[] = [];
  private underWay = 0;

  constructor(private readonly options: RecorderOptions) {}

  /**
   * Resolves when the visit is on disk.
   * @throws {Refusal} UNAVAILABLE when too much waits or the database is away; repeat with the same event id.
   */
  record(visit: NewVisit): Promise<Recorded> {
    if (this.waiting.length >= MOST_WAITING) return Promise.reject(new Refusal('UNAVAILABLE', { retryAfterSeconds: 2 }));
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...visit, resolve, reject });
      this.options.metrics.queueLength.set(this.waiting.length);
      if (this.underWay < MOST_UNDER_WAY && this.waiting.length === 1) setImmediate(() => this.flush());
    });
  }

  private flush(): void {
    while (this.underWay < MOST_UNDER_WAY && this.waiting.length > 0) {
      const batch = this.waiting.splice(0, MOST_PER_BATCH);
      this.underWay += 1;
      void this.write(batch).finally(() => {
        this.underWay -= 1;
        this.flush();
      });
    }
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    const { metrics, clock } = this.options;
    const startedAt = clock.now();
    try {
      const isNew = await this.commit(batch);
      const before = await this.recordedBefore(batch, isNew);
      this.settle(batch, isNew, before);
      metrics.batchSize.observe(batch.length);
      metrics.batchSeconds.observe((clock.now() - startedAt) / 1000);
    } catch (error) {
      await this.failed(batch, error);
    }
  }

  private commit(batch: readonly Waiting[]): Promise<Set<string>> {
    const visits = firstOfEach(batch);
    const rows = visits.map((visit) => visit.row);
    if (!visits.some((visit) => visit.raises)) return insertVisits(this.options.db, rows);
    return this.options.db.transaction().execute(async (tx) => {
      const isNew = await insertVisits(tx, rows);
      const raising = visits.filter((visit) => visit.raises && isNew.has(visit.row.eventId)).map((visit) => visit.row);
      await this.options.raise(
        tx,
        raising.sort((a, b) => a.personId - b.personId || a.venueId - b.venueId),
      );
      return isNew;
    });
  }

  private async recordedBefore(batch: readonly Waiting[], isNew: ReadonlySet<string>): Promise<Map<string, VisitRow>> {
    const others = batch.filter((visit) => !isNew.has(visit.row.eventId)).map((visit) => visit.row);
    const rows = others.length === 0 ? [] : await readVisits(this.options.db, others);
    return new Map(rows.map((row) => [row.eventId, row]));
  }

  private settle(batch: readonly Waiting[], isNew: Set<string>, before: ReadonlyMap<string, VisitRow>): void {
    const first = new Map<string, VisitRow>();
    for (const { row, resolve, reject } of batch) {
      const earlier = first.get(row.eventId) ?? before.get(row.eventId);
      if (isNew.delete(row.eventId)) {
        first.set(row.eventId, row);
        resolve({ row, isRepeated: false });
      } else if (earlier === undefined) {
        reject(new Refusal('UNAVAILABLE', { retryAfterSeconds: 1 }));
      } else {
        resolve({ row: earlier, isRepeated: true });
      }
    }
    if (first.size > 0) this.options.follow([...first.values()]);
  }

  /** One bad row must not take the others with it: the batch is halved until it stands alone. */
  private async failed(batch: readonly Waiting[], error: unknown): Promise<void> {
    const refusal = asRefusal(error);
    if (batch.length > 1 && refusal.code !== 'UNAVAILABLE') {
      const middle = Math.ceil(batch.length / 2);
      await this.write(batch.slice(0, middle));
      await this.write(batch.slice(middle));
      return;
    }
    this.options.logger.error({ err: error, visits: batch.length }, 'visits not recorded');
    for (const { reject } of batch) reject(refusal);
  }
}

/**
 * The visits of a batch that are written: of each event id the first, whose person is the one to be raised. In one
 * order everywhere, so that two batches with the same event ids wait for each other instead of deadlocking.
 */
function firstOfEach(batch: readonly NewVisit[]): NewVisit[] {
  const first = new Map<string, NewVisit>();
  for (const visit of batch) if (!first.has(visit.row.eventId)) first.set(visit.row.eventId, visit);
  return [...first.values()].sort((a, b) => (a.row.eventId < b.row.eventId ? -1 : 1));
}
