import { LoadGenerator } from './load/load-generator';
import { openCity } from './shared/city';
import { type LoadOptions, openLoopRate } from './shared/load-options';
import { type MachineFacts, machineFacts } from './shared/machine';
import { floorDeck, residentTables, startFloor, startProduct } from './shared/product';
import { leavingNothing } from './shared/undo';

export interface FloorReport extends MachineFacts {
  readonly name: 'floor';
  /** Closed loop. */
  readonly floorPerSecond: number;
  /** Open loop at {@link arrivalRate}, from the scheduled arrival. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly arrivalRate: number;
  readonly generatorCpuMicros: number;
  /** Longest time for which the generator itself had no turn in the open loop: latencies are no better known than that. */
  readonly generatorStallMs: number;
  readonly connections: number;
  readonly seconds: number;
}

/** The bare probe alone, on the PostgreSQL of a node that has nothing to do. */
export function benchFloor(options: LoadOptions): Promise<FloorReport> {
  return leavingNothing(async (undo) => {
    const product = await startProduct(await openCity(options, undo), undo, { profile: options.profile });
    const { port } = await startFloor(product, undo);
    const phones = await LoadGenerator.start(floorDeck(await residentTables(product)), undo);
    const { seconds, connections, warmup: warmupSeconds } = options;
    const closed = await phones.run({ kind: 'closed', port, connections, warmupSeconds, seconds });
    const arrivalRate = openLoopRate(closed.perSecond, options);
    const open = await phones.run({
      kind: 'open',
      port,
      connections,
      mostConnections: options.mostConnections,
      warmupSeconds,
      phases: [{ rate: arrivalRate, seconds }],
    });
    return {
      name: 'floor',
      floorPerSecond: closed.perSecond,
      p50Ms: open.accepted.p50Ms,
      p99Ms: open.accepted.p99Ms,
      arrivalRate,
      generatorCpuMicros: closed.generatorCpuMicros,
      generatorStallMs: open.generatorStallMs,
      connections,
      seconds,
      ...machineFacts(),
    };
  });
}
