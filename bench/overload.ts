import type { LoadCounts, LoadResult, SecondOfLoad } from './load/plan';
import { openCity } from './shared/city';
import { CountedLoad } from './shared/counted-load';
import { RESIDENT_SCAN } from './shared/entrances';
import type { LoadOptions } from './shared/load-options';
import { type MachineFacts, machineFacts } from './shared/machine';
import { residentTables, startProduct } from './shared/product';
import { secondsToRecover } from './shared/recovery';
import { leavingNothing } from './shared/undo';

export interface OverloadOptions extends Omit<LoadOptions, 'connections' | 'mostConnections'> {
  /** Load by what the closed loop showed to be possible. */
  readonly times: number;
  /** Seconds at half of the possible load, before the overload and after it. */
  readonly calm: number;
}

export interface OverloadReport extends MachineFacts {
  readonly name: 'overload';
  /** Accepted under overload, by the highest speed of the closed loop. */
  readonly goodputRatio: number;
  readonly goodputPerSecond: number;
  readonly peakPerSecond: number;
  /** Phones that found it. */
  readonly peakConnections: number;
  /** Arrivals scheduled, and those that the generator could send on the machine it shares. */
  readonly wantedPerSecond: number;
  readonly offeredPerSecond: number;
  /** Under overload, from the scheduled arrival; `SinceSent` from the moment of sending. */
  readonly acceptedP99Ms: number;
  readonly acceptedSinceSentP99Ms: number;
  readonly refusedP99Ms: number;
  readonly refusedSinceSentP99Ms: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Seconds. Different ones show that refusals do not call everybody back at once. */
  readonly retryAfterLeast: number;
  readonly retryAfterMost: number;
  /** Refusals without it. */
  readonly retryAfterMissing: number;
  /** Arrivals that nobody could send within {@link PATIENCE_MS}. */
  readonly abandoned: number;
  /** Requests whose connection broke. */
  readonly broken: number;
  /** At half of the possible load, before the overload. */
  readonly normalP99Ms: number;
  /** Until three seconds in a row are within 1.2 × normal; null when none were. */
  readonly recoverySeconds: number | null;
  readonly visitsOnDisk: number;
  readonly rssMiB: number;
  /** Phones at the end. */
  readonly connections: number;
  readonly generatorCpuMicros: number;
  /** Longest time for which the generator itself had no turn in the open loop: latencies are no better known than that. */
  readonly generatorStallMs: number;
  readonly seconds: number;
  /** Second by second: calm, overload, calm. */
  readonly timeline: readonly SecondOfLoad[];
}

/** Arrivals that the generator cannot send within this long are counted and not sent: its own queue is not the product's. */
const PATIENCE_MS = 100;
const CALM_SHARE = 0.5;
/** How many phones find the highest speed differs between machines: the better of the two counts. */
const PEAK_CONNECTIONS = [256, 1_024] as const;
/** Phones enough for every wanted arrival to hold one for so long: on average an answer takes less, and most are refusals. */
const HELD_SECONDS = 0.15;

/** Three times what is possible, and back: what is still answered, how the rest is refused, how soon all is as before. */
export function benchOverload(options: OverloadOptions): Promise<OverloadReport> {
  return leavingNothing(async (undo) => {
    const product = await startProduct(await openCity(options, undo), undo, { profile: options.profile });
    const { port } = product;
    const phones = await CountedLoad.start({ tables: await residentTables(product), entrances: [RESIDENT_SCAN] }, undo);
    const { seconds, calm, warmup: warmupSeconds } = options;
    const peaks: LoadResult[] = [];
    for (const connections of PEAK_CONNECTIONS)
      peaks.push(await phones.run({ kind: 'closed', port, connections, warmupSeconds, seconds: calm }));
    const peak = peaks.reduce((best, one) => (one.perSecond > best.perSecond ? one : best));
    const calmRate = Math.round(peak.perSecond * CALM_SHARE);
    const wanted = options.rate ?? peak.perSecond * options.times;
    const connections = Math.ceil(wanted * HELD_SECONDS);
    const load = await phones.run({
      kind: 'open',
      port,
      connections,
      mostConnections: connections,
      warmupSeconds,
      phases: [
        { rate: calmRate, seconds: calm },
        { rate: wanted, seconds },
        { rate: calmRate, seconds: calm },
      ],
      patienceMs: PATIENCE_MS,
      bySecond: true,
    });
    const [normal, overload] = load.phases;
    if (normal === undefined || overload === undefined) throw new Error('the load has no phases');
    return {
      name: 'overload',
      goodputRatio: Number((overload.perSecond / peak.perSecond).toFixed(2)),
      goodputPerSecond: overload.perSecond,
      peakPerSecond: peak.perSecond,
      peakConnections: peak.connections,
      wantedPerSecond: wanted,
      ...refusals(overload),
      abandoned: load.abandoned,
      broken: load.broken,
      normalP99Ms: normal.accepted.p99Ms,
      recoverySeconds: secondsToRecover(load.bySecond.slice(calm + seconds), normal.accepted.p99Ms),
      visitsOnDisk: await phones.verify(product.owner),
      rssMiB: await product.program.rssMiB(),
      connections: load.connections,
      generatorCpuMicros: load.generatorCpuMicros,
      generatorStallMs: load.generatorStallMs,
      seconds,
      ...machineFacts(),
      timeline: load.bySecond,
    };
  });
}

function refusals(overload: LoadCounts) {
  return {
    offeredPerSecond: overload.offeredPerSecond,
    acceptedP99Ms: overload.accepted.p99Ms,
    acceptedSinceSentP99Ms: overload.acceptedSinceSent.p99Ms,
    refusedP99Ms: overload.refused.p99Ms,
    refusedSinceSentP99Ms: overload.refusedSinceSent.p99Ms,
    statuses: overload.statuses,
    retryAfterLeast: overload.retryAfter.least,
    retryAfterMost: overload.retryAfter.most,
    retryAfterMissing: overload.retryAfter.missing,
  };
}
