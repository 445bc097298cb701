import { readTrajectory } from '../../apps/server/src/modules/tracing/service';
import { type MachineFacts, machineFacts } from '../shared/machine';
import { leavingNothing } from '../shared/undo';
import { openVisits, type VisitsOptions } from './build';
import { chooseCases, TracingDesk, WINDOW_DAYS } from './cases';
import { type ColdBy, percentile, Server, timed } from './server';

export interface TrajectoryOptions extends VisitsOptions {
  readonly cases: number;
  readonly cold: number;
}

/** A look at where a case was in 14 days, with its record in the audit, through the product's own service. Milliseconds. */
export interface TrajectoryReport extends MachineFacts {
  readonly name: 'trajectory';
  readonly cases: number;
  readonly days: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly coldP95Ms: number;
  readonly coldBy: ColdBy | 'none';
  readonly stopsMedian: number;
}

const SEED = 11;
/** Looks at each case; the first of all warms up. */
const LOOKS = 3;

export function benchTrajectory(options: TrajectoryOptions): Promise<TrajectoryReport> {
  return leavingNothing(async (undo) => {
    const visits = await openVisits(options, undo);
    const server = await Server.start(visits.dataDir, undo);
    const cases = await chooseCases(server.running, visits, options.cases, SEED);
    const desk = await TracingDesk.open(server.running, visits);
    const traces: string[] = [];
    for (const person of cases) {
      const trace = await desk.request(await desk.enter(person));
      await desk.approve(trace);
      traces.push(trace);
    }
    const look = (from: TracingDesk, trace: string) => timed(() => readTrajectory(from.serviceContext, from.staff, trace, 'bench'));
    const [times, stops]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < LOOKS; turn += 1) {
      for (const trace of traces) {
        const { ms, result } = await look(desk, trace);
        if (turn > 0) times.push(ms);
        stops.push(result.length);
      }
    }
    const cold: number[] = [];
    let coldBy: ColdBy | 'none' = 'none';
    for (const trace of traces.slice(0, options.cold)) {
      coldBy = await server.restartCold();
      cold.push((await look(await TracingDesk.open(server.running, visits), trace)).ms);
    }
    return {
      name: 'trajectory',
      cases: cases.length,
      days: WINDOW_DAYS,
      p50Ms: percentile(times, 50),
      p95Ms: percentile(times, 95),
      coldP95Ms: percentile(cold, 95),
      coldBy,
      stopsMedian: percentile(stops, 50),
      ...machineFacts(),
    };
  });
}
