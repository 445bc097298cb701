import { sql } from 'kysely';
import type { Database } from '../../apps/server/src/platform/database/database';
import { type MachineFacts, machineFacts } from '../shared/machine';
import { leavingNothing } from '../shared/undo';
import { openVisits, type VisitsOptions } from './build';
import { Server } from './server';

/** Bytes on disk by visits, all indexes and maps included. */
export interface Storage {
  readonly visits: number;
  readonly bytesPerVisit: number;
  /** Of days as scans are recorded. */
  readonly bytesPerVisitLive: number;
  /** Of days that the product has compacted. */
  readonly bytesPerVisitCompacted: number;
  readonly daysLive: number;
  readonly daysCompacted: number;
  /** Tables alone, of all days. */
  readonly tableBytesPerVisit: number;
}

interface DaySize {
  readonly isCompacted: boolean;
  readonly visits: number;
  readonly bytes: number;
  readonly tableBytes: number;
}

const sum = (days: readonly DaySize[], pick: (day: DaySize) => number) => days.reduce((all, day) => all + pick(day), 0);
const perVisit = (days: readonly DaySize[], pick: (day: DaySize) => number) =>
  days.length === 0 ? 0 : Math.round((sum(days, pick) / sum(days, (day) => day.visits)) * 10) / 10;

/** Measures every day that has visits; counts them, and does not believe estimates. */
export async function readStorage(db: Database): Promise<Storage> {
  const { rows: counts } = await sql<{ partition: string; visits: number }>`select tableoid::regclass::text as partition, count(*) as visits
    from visits group by 1`.execute(db);
  const visitsOf = new Map(counts.map((row) => [row.partition, row.visits]));
  const { rows } = await sql<Omit<DaySize, 'visits'> & { partition: string }>`select inhrelid::regclass::text as partition,
      coalesce(obj_description(inhrelid, 'pg_class') = 'compacted', false) as is_compacted, pg_total_relation_size(inhrelid) as bytes,
      pg_table_size(inhrelid) as table_bytes
    from pg_inherits where inhparent = 'visits'::regclass`.execute(db);
  const days = rows.map((row) => ({ ...row, visits: visitsOf.get(row.partition) ?? 0 })).filter((day) => day.visits > 0);
  const [live, compacted] = [days.filter((day) => !day.isCompacted), days.filter((day) => day.isCompacted)];
  const bytes = (day: DaySize) => day.bytes;
  return {
    visits: sum(days, (day) => day.visits),
    bytesPerVisit: perVisit(days, bytes),
    bytesPerVisitLive: perVisit(live, bytes),
    bytesPerVisitCompacted: perVisit(compacted, bytes),
    daysLive: live.length,
    daysCompacted: compacted.length,
    tableBytesPerVisit: perVisit(days, (day) => day.tableBytes),
  };
}

export interface StorageReport extends Storage, MachineFacts {
  readonly name: 'storage';
  readonly venues: number;
  readonly persons: number;
  /** How long it took to make them. */
  readonly buildSeconds: number;
}

export function benchStorage(options: VisitsOptions): Promise<StorageReport> {
  return leavingNothing(async (undo) => {
    const visits = await openVisits(options, undo);
    const server = await Server.start(visits.dataDir, undo);
    const { venues, persons, buildSeconds } = visits;
    return { name: 'storage', ...(await readStorage(server.owner)), venues, persons, buildSeconds, ...machineFacts() };
  });
}
