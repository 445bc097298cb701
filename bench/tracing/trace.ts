import { sql } from 'kysely';
import type { Database } from '../../apps/server/src/platform/database/database';
import { paths } from '../../apps/server/src/platform/paths';
import { type MachineFacts, machineFacts } from '../shared/machine';
import { leavingNothing, Undo } from '../shared/undo';
import { openVisits, type Visits, type VisitsOptions } from './build';
import { chooseCases, TracingDesk, WINDOW_DAYS } from './cases';
import { type ColdBy, percentile, Server, timed } from './server';
import { makeSmallCopy } from './small-copy';
import { readStorage } from './storage';

export interface TraceOptions extends VisitsOptions {
  /** Cases whose traces are measured with everything in memory. */
  readonly cases: number;
  /** … and each after a start with nothing in memory. */
  readonly cold: number;
}

/**
 * From the approval of a trace to its contacts on disk, through the product's own service: decision, audit, search,
 * contacts, commit. `search…` is the search alone. Milliseconds.
 */
export interface TraceReport extends MachineFacts {
  readonly name: 'trace';
  readonly visits: number;
  readonly venues: number;
  readonly persons: number;
  readonly days: number;
  readonly cases: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly searchP50Ms: number;
  readonly searchP95Ms: number;
  /** First trace after PostgreSQL was started with nothing of its files in memory. */
  readonly coldP50Ms: number;
  readonly coldP95Ms: number;
  readonly coldCases: number;
  readonly coldBy: ColdBy | 'none';
  /** Search, 95th percentile, by that of the same traces with the same answers among a hundredth of the visits. */
  readonly ratioToSmall: number;
  readonly smallVisits: number;
  readonly smallCases: number;
  /** No statistics on any partition. */
  readonly noStatisticsP95Ms: number;
  readonly contactsMedian: number;
  readonly contactsP95: number;
  readonly bytesPerVisit: number;
  readonly bytesPerVisitLive: number;
  readonly bytesPerVisitCompacted: number;
}

const SEED = 7;
const SMALL_PART = 100;

export function benchTrace(options: TraceOptions): Promise<TraceReport> {
  return leavingNothing(async (undo) => {
    const visits = await openVisits(options, undo);
    const server = await Server.start(visits.dataDir, undo);
    const storage = await readStorage(server.owner);
    const cases = await chooseCases(server.running, visits, options.cases, SEED);
    const warm = await measureWarm(server, visits, cases);
    const small = await compareWithSmall(server, visits, { cases, rows: Math.round(storage.visits / SMALL_PART) });
    const noStatisticsP95Ms = await measureWithoutStatistics(server, visits, cases);
    const cold = await measureCold(server, visits, cases.slice(0, options.cold));
    return {
      name: 'trace',
      visits: storage.visits,
      venues: visits.venues,
      persons: visits.persons,
      days: WINDOW_DAYS,
      cases: cases.length,
      ...warm,
      ...cold,
      ...small,
      noStatisticsP95Ms,
      bytesPerVisit: storage.bytesPerVisit,
      bytesPerVisitLive: storage.bytesPerVisitLive,
      bytesPerVisitCompacted: storage.bytesPerVisitCompacted,
      ...machineFacts(),
    };
  });
}

type Warm = Pick<TraceReport, 'p50Ms' | 'p95Ms' | 'searchP50Ms' | 'searchP95Ms' | 'contactsMedian' | 'contactsP95'>;

/** Once through all cases, so that memory holds what it can; then the search of each, then the whole of each. */
async function measureWarm(server: Server, visits: Visits, cases: readonly number[]): Promise<Warm> {
  const desk = await TracingDesk.open(server.running, visits);
  await searches(desk, desk.db, cases);
  const { times: search, contacts } = await searches(desk, desk.db, cases);
  const whole = await approvals(desk, cases);
  return {
    p50Ms: percentile(whole, 50),
    p95Ms: percentile(whole, 95),
    searchP50Ms: percentile(search, 50),
    searchP95Ms: percentile(search, 95),
    contactsMedian: percentile(contacts, 50),
    contactsP95: percentile(contacts, 95),
  };
}

async function searches(desk: TracingDesk, db: Database, cases: readonly number[]): Promise<{ times: number[]; contacts: number[] }> {
  const [times, contacts]: [number[], number[]] = [[], []];
  for (const person of cases) {
    const { ms, result } = await timed(() => desk.search(db, person));
    times.push(ms);
    contacts.push(result);
  }
  return { times, contacts };
}

/** Each asked for first, which is not what somebody waits for. */
async function approvals(desk: TracingDesk, cases: readonly number[]): Promise<number[]> {
  const times: number[] = [];
  for (const person of cases) {
    const trace = await desk.request(await desk.enter(person));
    times.push((await timed(() => desk.approve(trace))).ms);
  }
  return times;
}

/** The same traces in both; an answer that differs would compare two things. */
async function compareWithSmall(
  server: Server,
  visits: Visits,
  { cases, rows }: { readonly cases: readonly number[]; readonly rows: number },
): Promise<Pick<TraceReport, 'ratioToSmall' | 'smallVisits' | 'smallCases'>> {
  const undo = new Undo();
  try {
    const small = await makeSmallCopy({ ownerUrl: server.ownerUrl, migrations: paths.migrations, visits, cases, rows }, undo);
    const desk = await TracingDesk.open(server.running, visits);
    const measure = async (db: Database) => {
      await searches(desk, db, small.cases);
      return searches(desk, db, small.cases);
    };
    const [there, here] = [await measure(small.database.db), await measure(server.running)];
    if (there.contacts.join() !== here.contacts.join()) throw new Error('the small copy gives other answers: its figures mean nothing');
    return {
      ratioToSmall: Math.round((percentile(here.times, 95) / percentile(there.times, 95)) * 100) / 100,
      smallVisits: small.visits,
      smallCases: small.cases.length,
    };
  } finally {
    await undo.run();
  }
}

/** As if nobody had ever looked at any day; afterwards the planner is told again. */
async function measureWithoutStatistics(server: Server, visits: Visits, cases: readonly number[]): Promise<number> {
  await sql`delete from pg_statistic where starelid = 'visits'::regclass or starelid = any (select inhrelid from pg_inherits where inhparent = 'visits'::regclass)`.execute(
    server.owner,
  );
  await sql`update pg_class set reltuples = -1, relpages = 0, relallvisible = 0
    where oid = any (select inhrelid from pg_inherits where inhparent = 'visits'::regclass)`.execute(server.owner);
  const desk = await TracingDesk.open(server.running, visits);
  const times = await approvals(desk, cases);
  await sql`vacuum (analyze) visits`.execute(server.owner);
  return percentile(times, 95);
}

async function measureCold(
  server: Server,
  visits: Visits,
  cases: readonly number[],
): Promise<Pick<TraceReport, 'coldP50Ms' | 'coldP95Ms' | 'coldCases' | 'coldBy'>> {
  const times: number[] = [];
  let coldBy: ColdBy | 'none' = 'none';
  for (const person of cases) {
    const warm = await TracingDesk.open(server.running, visits);
    const trace = await warm.request(await warm.enter(person));
    coldBy = await server.restartCold();
    const desk = await TracingDesk.open(server.running, visits);
    times.push((await timed(() => desk.approve(trace))).ms);
  }
  return { coldP50Ms: percentile(times, 50), coldP95Ms: percentile(times, 95), coldCases: times.length, coldBy };
}
