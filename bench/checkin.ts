import { LoadGenerator } from './load/load-generator';
import type { LoadResult } from './load/plan';
import { countPopulation, openCity } from './shared/city';
import { CountedLoad } from './shared/counted-load';
import { RESIDENT_SCAN } from './shared/entrances';
import { type LoadOptions, openLoopRate } from './shared/load-options';
import { type MachineFacts, machineFacts, median } from './shared/machine';
import { floorDeck, residentTables, startFloor, startProduct } from './shared/product';
import { leavingNothing } from './shared/undo';

export interface CheckinOptions extends LoadOptions {
  /** How often floor and product are measured in turn; their seconds are shared among the rounds. */
  readonly rounds: number;
}

/** One object a line with stable keys; ratios are of one run on one machine. */
export interface CheckinReport extends MachineFacts {
  readonly name: 'checkin';
  /** Closed loop, median of the rounds. */
  readonly checkinsPerSecond: number;
  /** Open loop at {@link arrivalRate}, from the scheduled arrival. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly floorPerSecond: number;
  /** The product's speed by the bare probe's in the same run: the figure that means something on a noisy machine. */
  readonly floorRatio: number;
  readonly rssMiB: number;
  /** Answers other than 200, in all parts. */
  readonly refused: number;
  /** Visits of this run in the database: as many as were answered with 200, warm-up included, or the bench fails. */
  readonly visitsOnDisk: number;
  /** Answers with 200 in the measured seconds of the closed loop. */
  readonly answersWarm: number;
  readonly venues: number;
  readonly residents: number;
  readonly arrivalRate: number;
  /** Processor time of the load generator a request, µs: it shares the machine. */
  readonly generatorCpuMicros: number;
  /** Longest time for which the generator itself had no turn in the open loop: latencies are no better known than that. */
  readonly generatorStallMs: number;
  readonly connections: number;
  readonly seconds: number;
}

/** Durable check-ins through the whole real path, beside the bare probe, in turn on the same PostgreSQL. */
export function benchCheckin(options: CheckinOptions): Promise<CheckinReport> {
  return leavingNothing(async (undo) => {
    const product = await startProduct(await openCity(options, undo), undo, { profile: options.profile });
    const floor = await startFloor(product, undo);
    const tables = await residentTables(product);
    const probes = await LoadGenerator.start(floorDeck(tables), undo);
    const phones = await CountedLoad.start({ tables, entrances: [RESIDENT_SCAN] }, undo);

    const { seconds, connections, warmup: warmupSeconds, rounds } = options;
    const closed = { kind: 'closed', connections, warmupSeconds, seconds: seconds / rounds } as const;
    const floors: LoadResult[] = [];
    const products: LoadResult[] = [];
    for (let round = 0; round < rounds; round += 1) {
      floors.push(await probes.run({ ...closed, port: floor.port }));
      products.push(await phones.run({ ...closed, port: product.port }));
    }
    const checkinsPerSecond = median(products.map((result) => result.perSecond));
    const arrivalRate = openLoopRate(checkinsPerSecond, options);
    const open = await phones.run({
      kind: 'open',
      port: product.port,
      connections,
      mostConnections: options.mostConnections,
      warmupSeconds,
      phases: [{ rate: arrivalRate, seconds }],
    });
    const ratios = products.map((result, round) => result.perSecond / (floors[round]?.perSecond ?? 1));
    return {
      name: 'checkin',
      checkinsPerSecond,
      p50Ms: open.accepted.p50Ms,
      p99Ms: open.accepted.p99Ms,
      floorPerSecond: median(floors.map((result) => result.perSecond)),
      floorRatio: Number(median(ratios).toFixed(2)),
      rssMiB: await product.program.rssMiB(),
      refused: [...products, open].reduce((sum, result) => sum + result.answers - result.accepted.count, 0),
      visitsOnDisk: await phones.verify(product.owner),
      answersWarm: products.reduce((sum, result) => sum + result.accepted.count, 0),
      ...(await countPopulation(product.owner)),
      arrivalRate,
      generatorCpuMicros: median(products.map((result) => result.generatorCpuMicros)),
      generatorStallMs: open.generatorStallMs,
      connections,
      seconds,
      ...machineFacts(),
    };
  });
}
