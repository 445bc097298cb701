import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { LOAD_LEVELS, type LoadLevel } from '@tongxing/contract';
import type { Metrics } from './metrics';

const LOOK_MS = 250;
/** The histogram's own step; a loop that is never late still shows this much. */
const STEP_MS = 10;
/** Lateness of the event loop (its median in a look) from which a level is reached: what a scan waits before it is even read. */
const LATE_MS: Readonly<Record<Exclude<LoadLevel, 'normal'>, number>> = { busy: 60, overloaded: 200 };
/** A level is left only after this long below it, so that what was put off does not bring it back at once. */
const CALM_MS = 3_000;

const worst = (levels: Iterable<LoadLevel>): LoadLevel =>
  LOAD_LEVELS[Math.max(0, ...Array.from(levels, (level) => LOAD_LEVELS.indexOf(level)))] ?? 'normal';

/** The worst level of a node's processes, kept by the one that started them. */
export class WorstLoad {
  private readonly levels = new Map<number, LoadLevel>();

  get level(): LoadLevel {
    return worst(this.levels.values());
  }

  /** @returns whether the worst level is another than before. */
  see(place: number, level: LoadLevel): boolean {
    const before = this.level;
    this.levels.set(place, level);
    return this.level !== before;
  }

  /** The process at this place ended. @returns as {@link see} */
  forget(place: number): boolean {
    return this.see(place, 'normal');
  }
}

/** The level of the node as one of its processes is told, and the way to tell its own. */
export class NodeLoad {
  private told: LoadLevel = 'normal';

  constructor(readonly report: (level: LoadLevel) => void) {}

  get level(): LoadLevel {
    return this.told;
  }

  hear(level: LoadLevel): void {
    this.told = level;
  }
}

export interface LoadOptions {
  readonly metrics: Metrics;
  /** Undefined when this process is the whole node. */
  readonly node?: NodeLoad | undefined;
  /** Scans refused so far, in any way: refusing means overloaded. */
  readonly refused: () => number;
}

/**
 * How much this node has to do, looked at four times a second and never by a request. One process knows itself; what is
 * shown and put off follows the worst of all, whichever answers.
 */
export class Load {
  private own: LoadLevel = 'normal';
  private readonly delay: IntervalHistogram = monitorEventLoopDelay({ resolution: STEP_MS });
  private timer: NodeJS.Timeout | undefined;
  private refusedBefore = 0;
  private calmSince = 0;

  constructor(private readonly options: LoadOptions) {}

  get level(): LoadLevel {
    return worst([this.own, this.options.node?.level ?? 'normal']);
  }

  start(): void {
    this.delay.enable();
    this.timer = setInterval(() => this.look(performance.now()), LOOK_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.delay.disable();
  }

  private look(now: number): void {
    const refused = this.options.refused();
    const lateMs = this.delay.percentile(50) / 1e6 - STEP_MS;
    this.delay.reset();
    this.settle(levelOf(lateMs, refused > this.refusedBefore), now);
    this.refusedBefore = refused;
  }

  /** Up at once, down when it has been calm for a while. */
  private settle(seen: LoadLevel, now: number): void {
    const [is, was] = [LOAD_LEVELS.indexOf(seen), LOAD_LEVELS.indexOf(this.own)];
    if (is >= was) this.calmSince = now;
    if (is <= was && now - this.calmSince < CALM_MS) return;
    this.own = seen;
    this.options.metrics.loadLevel.set(is);
    this.options.node?.report(seen);
  }
}

/** @param lateMs median lateness of the event loop */
export function levelOf(lateMs: number, hasRefused: boolean): LoadLevel {
  if (hasRefused || lateMs >= LATE_MS.overloaded) return 'overloaded';
  return lateMs >= LATE_MS.busy ? 'busy' : 'normal';
}
