import type { RoundsOptions } from './checkin';
import type { LoadResult } from './load/plan';
import { openCity } from './shared/city';
import { CountedLoad } from './shared/counted-load';
import { doorTables } from './shared/doors';
import { ENTRANCES, RESIDENT_SCAN } from './shared/entrances';
import { openLoopRate } from './shared/load-options';
import { type MachineFacts, machineFacts, median } from './shared/machine';
import { residentTables, startProduct } from './shared/product';
import { leavingNothing } from './shared/undo';

export interface CheckinMixedReport extends MachineFacts {
  readonly name: 'checkin-mixed';
  /** Closed loop, all entrances mixed, median of the rounds. */
  readonly checkinsPerSecond: number;
  /** Residents' scans alone, in turn with the mixture. */
  readonly residentPerSecond: number;
  readonly mixedRatio: number;
  /** Open loop of the mixture at {@link arrivalRate}, from the scheduled arrival. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly arrivalRate: number;
  /** Percent of each entrance. */
  readonly mix: Readonly<Record<string, number>>;
  readonly refused: number;
  /** Answers of the open loop by HTTP status. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly visitsOnDisk: number;
  readonly rssMiB: number;
  readonly generatorCpuMicros: number;
  /** Longest time for which the generator itself had no turn in the open loop: latencies are no better known than that. */
  readonly generatorStallMs: number;
  readonly connections: number;
  readonly seconds: number;
}

/** Four ways in at once, in turn with residents' scans alone. */
export function benchCheckinMixed(options: RoundsOptions): Promise<CheckinMixedReport> {
  return leavingNothing(async (undo) => {
    const product = await startProduct(await openCity(options, undo), undo, { profile: options.profile });
    const tables = { ...(await residentTables(product)), ...(await doorTables(product)) };
    const residents = await CountedLoad.start({ tables, entrances: [RESIDENT_SCAN] }, undo);
    const mixture = await CountedLoad.start({ tables, entrances: ENTRANCES }, undo);

    const { seconds, connections, warmup: warmupSeconds, rounds } = options;
    const { port } = product;
    const closed = { kind: 'closed', port, connections, warmupSeconds, seconds: seconds / rounds } as const;
    const alone: LoadResult[] = [];
    const mixed: LoadResult[] = [];
    for (let round = 0; round < rounds; round += 1) {
      alone.push(await residents.run(closed));
      mixed.push(await mixture.run(closed));
    }
    const checkinsPerSecond = median(mixed.map((result) => result.perSecond));
    const arrivalRate = openLoopRate(checkinsPerSecond, options);
    const { mostConnections } = options;
    const open = await mixture.run({
      kind: 'open',
      port,
      connections,
      mostConnections,
      warmupSeconds,
      phases: [{ rate: arrivalRate, seconds }],
    });
    const ratios = mixed.map((result, round) => result.perSecond / (alone[round]?.perSecond ?? 1));
    return {
      name: 'checkin-mixed',
      checkinsPerSecond,
      residentPerSecond: median(alone.map((result) => result.perSecond)),
      mixedRatio: Number(median(ratios).toFixed(2)),
      p50Ms: open.accepted.p50Ms,
      p99Ms: open.accepted.p99Ms,
      arrivalRate,
      mix: Object.fromEntries(ENTRANCES.map(({ name, weight }) => [name, weight])),
      refused: [...mixed, open].reduce((sum, result) => sum + result.answers - result.accepted.count, 0),
      statuses: open.statuses,
      visitsOnDisk: await CountedLoad.verify(product.owner, [residents, mixture]),
      rssMiB: await product.program.rssMiB(),
      generatorCpuMicros: median(mixed.map((result) => result.generatorCpuMicros)),
      generatorStallMs: open.generatorStallMs,
      connections,
      seconds,
      ...machineFacts(),
    };
  });
}
