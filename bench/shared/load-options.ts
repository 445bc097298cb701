import type { CityOptions } from './city';

/** What every bench under load is told. */
export interface LoadOptions extends CityOptions {
  /** Measured seconds of each part. */
  readonly seconds: number;
  /** Seconds before each part that are not counted. */
  readonly warmup: number;
  readonly connections: number;
  /** Phones of an open loop at most. */
  readonly mostConnections: number;
  /** Arrivals a second of the open loop; without it the claim's, or what the closed loop showed to be possible. */
  readonly rate?: number;
  /** Folder for a CPU profile of the node. */
  readonly profile?: string;
}

/** What the claim is about: 1.4 million a minute. */
const CLAIMED_RATE = 23_300;
/** Share of the measured speed at which latency is measured where the machine does not carry the claim's rate. */
const OPEN_LOOP_SHARE = 0.8;

/** Arrivals a second for latencies, after a closed loop has found the speed. */
export function openLoopRate(perSecond: number, { rate }: Pick<LoadOptions, 'rate'>): number {
  return rate ?? (perSecond >= CLAIMED_RATE ? CLAIMED_RATE : Math.round(perSecond * OPEN_LOOP_SHARE));
}
