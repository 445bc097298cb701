import { LoadGenerator } from './load/load-generator';
import type { LoadResult } from './load/plan';
import { makeAbnormal } from './shared/abnormal';
import { countPopulation, countWarnings, openCity } from './shared/city';
import { CountedLoad } from './shared/counted-load';
import { pairDoors } from './shared/door-screens';
import { RESIDENT_SCAN, scansAmongPages } from './shared/entrances';
import { type LoadOptions, openLoopRate } from './shared/load-options';
import { type MachineFacts, machineFacts, median } from './shared/machine';
import { floorDeck, residentTables, startFloor, startProduct } from './shared/product';
import { leavingNothing } from './shared/undo';

export interface RoundsOptions extends LoadOptions {
  /** How often both sides are measured in turn; their seconds are shared among the rounds. */
  readonly rounds: number;
}

export interface CheckinOptions extends RoundsOptions {
  /** Of a thousand requests that many read a page, in one more round; 0 for no such round. */
  readonly pages: number;
  /** Percent of the residents who take part are made abnormal, beside those of the city. */
  readonly abnormal?: number;
}

/** One object a line with stable keys; ratios are of one run on one machine. */
export interface CheckinReport extends MachineFacts {
  readonly name: 'checkin' | 'checkin-abnormal';
  /** Closed loop, median of the rounds. */
  readonly checkinsPerSecond: number;
  /** Check-ins alone of one more round whose connections carry {@link pagesPerThousand} pages too; null without. */
  readonly checkinsPerSecondMixedConnections: number | null;
  readonly pagesPerThousand: number;
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
  /** Warnings among them: their cost is in the batches. */
  readonly warningsOnDisk: number;
  /** Percent of those who take part that were made abnormal beside those of the city. */
  readonly abnormalPercent: number;
  /** Venues with a screen at the door, and what came to those that were followed. */
  readonly doorScreens: number;
  readonly doorAnswers: number;
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
    const { abnormal, pages } = options;
    const city = await openCity(options, undo);
    if (abnormal !== undefined) await makeAbnormal(city, abnormal, undo);
    const product = await startProduct(city, undo, { profile: options.profile });
    const floor = await startFloor(product, undo);
    const tables = await residentTables(product);
    const probes = await LoadGenerator.start(floorDeck(tables), undo);
    const phones = await CountedLoad.start({ tables, entrances: [RESIDENT_SCAN] }, undo);
    const doors = await pairDoors(product, undo);

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
    const among = pages === 0 ? undefined : await CountedLoad.start({ tables, entrances: scansAmongPages(pages) }, undo);
    const mixed = await among?.run({ ...closed, port: product.port });
    const ratios = products.map((result, round) => result.perSecond / (floors[round]?.perSecond ?? 1));
    return {
      name: abnormal === undefined ? 'checkin' : 'checkin-abnormal',
      checkinsPerSecond,
      checkinsPerSecondMixedConnections: mixed?.perSecond ?? null,
      pagesPerThousand: pages,
      p50Ms: open.accepted.p50Ms,
      p99Ms: open.accepted.p99Ms,
      floorPerSecond: median(floors.map((result) => result.perSecond)),
      floorRatio: Number(median(ratios).toFixed(2)),
      rssMiB: await product.program.rssMiB(),
      refused: [...products, open, ...(mixed === undefined ? [] : [mixed])].reduce(
        (sum, result) => sum + result.answers - result.accepted.count,
        0,
      ),
      visitsOnDisk: await CountedLoad.verify(product.owner, among === undefined ? [phones] : [phones, among]),
      warningsOnDisk: await countWarnings(product.owner),
      abnormalPercent: abnormal ?? 0,
      doorScreens: doors.paired,
      doorAnswers: doors.heard(),
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
