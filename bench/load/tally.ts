import { type Answered, Counts, Timeline } from './counts';
import type { LoadResult } from './plan';

const ACCEPTED = 200;

export interface TallyOptions {
  /** End of the warm-up, on the clock of `performance.now()`. */
  readonly from: number;
  /** Seconds of each phase. */
  readonly phases: readonly number[];
  readonly isBySecond: boolean;
  /** What decides whether something is counted: when it was scheduled (open loop), or when its answer came. */
  readonly byScheduled: boolean;
}

/** Counts what the phones see, and what counting and sending cost. */
export class Tally {
  readonly until: number;
  private readonly whole: Counts;
  private readonly phases: readonly Counts[];
  private readonly timeline: Timeline | undefined;
  private sent = 0;
  private answered = 0;
  private accepted = 0;
  private cpuFrom: NodeJS.CpuUsage | undefined;
  private answeredFrom = 0;
  private cpuMicros = 0;
  private longestGapMs = 0;

  constructor(private readonly options: TallyOptions) {
    let at = options.from;
    this.phases = options.phases.map((seconds) => {
      const from = at;
      at += seconds * 1000;
      return new Counts(from, at);
    });
    this.until = at;
    this.whole = new Counts(options.from, at);
    this.timeline = options.isBySecond ? new Timeline(options.from) : undefined;
  }

  /** From here the generator's own cost is measured … */
  begin(): void {
    this.cpuFrom = process.cpuUsage();
    this.answeredFrom = this.answered;
  }

  /** … to here. */
  end(): void {
    const { user, system } = process.cpuUsage(this.cpuFrom);
    this.cpuMicros = (user + system) / Math.max(this.answered - this.answeredFrom, 1);
  }

  /** Between two turns of the generator. */
  addGap(ms: number): void {
    this.longestGapMs = Math.max(this.longestGapMs, ms);
  }

  addSent(scheduledAt: number): void {
    this.sent += 1;
    if (!this.whole.includes(scheduledAt)) return;
    this.whole.addSent();
    this.phases.find((phase) => phase.includes(scheduledAt))?.addSent();
    this.timeline?.addSent(scheduledAt);
  }

  add(answer: Answered): void {
    this.answered += 1;
    if (answer.status === ACCEPTED) this.accepted += 1;
    const time = this.options.byScheduled ? answer.scheduledAt : answer.answeredAt;
    if (!this.whole.includes(time)) return;
    this.whole.add(answer);
    this.phases.find((phase) => phase.includes(time))?.add(answer);
    this.timeline?.add(answer);
  }

  result(abandoned: number, connections: number): LoadResult {
    return {
      ...this.whole.result(),
      phases: this.phases.map((phase) => phase.result()),
      bySecond: this.timeline?.result() ?? [],
      acceptedInAll: this.accepted,
      broken: this.sent - this.answered,
      abandoned,
      connections,
      generatorCpuMicros: Number(this.cpuMicros.toFixed(1)),
      generatorStallMs: Math.round(this.longestGapMs),
    };
  }
}
