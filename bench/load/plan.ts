import type { Latencies } from './histogram';
import type { Phase } from './schedule';

interface CommonPlan {
  readonly port: number;
  /** Phones at the beginning. */
  readonly connections: number;
  /** Sent and not counted. */
  readonly warmupSeconds: number;
}

/** Throughput: each phone asks again as soon as it has its answer. */
export interface ClosedPlan extends CommonPlan {
  readonly kind: 'closed';
  readonly seconds: number;
}

/** Latency: arrivals at fixed rates, whatever the answers do. */
export interface OpenPlan extends CommonPlan {
  readonly kind: 'open';
  /** Phones at most: an arrival that finds none free opens another, up to here, then waits. */
  readonly mostConnections: number;
  /** One after the other; the warm-up has the first one's rate. */
  readonly phases: readonly Phase[];
  /** An arrival that nobody could send for this long goes away; without it all wait. */
  readonly patienceMs?: number;
  /** Also count second by second. */
  readonly bySecond?: boolean;
}

export type LoadPlan = ClosedPlan | OpenPlan;

/** What phones saw in some seconds: of an open loop those in which the arrivals were scheduled, else those of the answers. */
export interface LoadCounts {
  readonly seconds: number;
  readonly answers: number;
  /** Answers with 200, by second. */
  readonly perSecond: number;
  /** Requests sent, by second. */
  readonly offeredPerSecond: number;
  /** Answers by HTTP status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Of answers with 200; in an open loop from the scheduled arrival. */
  readonly accepted: Latencies;
  readonly refused: Latencies;
  /** From the moment of sending: what is left when waiting for a free phone is no fault of the server. */
  readonly acceptedSinceSent: Latencies;
  readonly refusedSinceSent: Latencies;
  /** `Retry-After` of refusals, seconds; `missing` counts refusals without. */
  readonly retryAfter: { readonly least: number; readonly most: number; readonly missing: number };
}

/** One second of an open loop. */
export interface SecondOfLoad {
  readonly offered: number;
  readonly accepted: number;
  readonly refused: number;
  /** Of answers with 200. */
  readonly p99Ms: number;
}

export interface LoadResult extends LoadCounts {
  /** The same, phase by phase. */
  readonly phases: readonly LoadCounts[];
  readonly bySecond: readonly SecondOfLoad[];
  /** Answers with 200 since the load began, warm-up included: as many visits must be on disk. */
  readonly acceptedInAll: number;
  /** Requests whose answer never came: nobody knows what became of them. */
  readonly broken: number;
  /** Arrivals that went away unsent. */
  readonly abandoned: number;
  /** Phones at the end. */
  readonly connections: number;
  /** Processor time of the generator, µs an answer, kernel included. */
  readonly generatorCpuMicros: number;
  /** Longest time for which the generator itself had no turn, ms: a latency below it may be its own, or the machine's. */
  readonly generatorStallMs: number;
}
