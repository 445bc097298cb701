import { setTimeout as sleep } from 'node:timers/promises';
import { Phone, type PhoneListener } from './phone';
import type { LoadPlan, LoadResult } from './plan';
import { Queue } from './queue';
import type { Requests } from './requests';
import { type Arrivals, ClosedLoop, OpenLoop } from './schedule';
import { Tally } from './tally';

const TICK_MS = 1;
/** Phones opened in one tick, 5,000 a second: a server's queue of new connections is short, and what does not fit waits for seconds. */
const MOST_OPENED_AT_ONCE = 5;
const CONNECT_MS = 30_000;
/** What has no answer this long after the last arrival gets none. */
const DRAIN_MS = 30_000;

interface Course {
  readonly arrivals: Arrivals;
  readonly tally: Tally;
  readonly abandoned: () => number;
}

/** All phones of one load. */
export class Crowd implements PhoneListener {
  private readonly phones: Phone[] = [];
  private readonly free = new Queue<Phone>();
  private course: Course | undefined;
  private asking = 0;

  constructor(
    private readonly plan: LoadPlan,
    private readonly requests: Requests,
  ) {}

  /** Connects, drives the plan to its end, waits for the last answers and hangs up. */
  async run(): Promise<LoadResult> {
    try {
      await this.connectAll();
      const course = this.begin(performance.now());
      this.course = course;
      await this.untilOver(course);
      return course.tally.result(course.abandoned(), this.phones.length);
    } finally {
      for (const phone of this.phones) phone.close();
    }
  }

  onReady(phone: Phone): void {
    if (!phone.isQueued) this.next(phone, performance.now());
  }

  onAnswer(phone: Phone): void {
    this.asking -= 1;
    const now = performance.now();
    const { scheduledAt, sentAt, answer } = phone;
    if (phone.isCounted)
      this.course?.tally.add({ status: answer.status, retryAfter: answer.retryAfter, scheduledAt, sentAt, answeredAt: now });
    this.next(phone, now);
  }

  onLost(_phone: Phone, wasAsking: boolean): void {
    if (wasAsking) this.asking -= 1;
  }

  private open(): void {
    const phone = new Phone(this.plan.port, this.requests, this);
    this.phones.push(phone);
    phone.connect();
  }

  private async connectAll(): Promise<void> {
    const until = performance.now() + CONNECT_MS;
    while (this.free.length < this.plan.connections) {
      if (performance.now() > until) throw new Error(`only ${this.free.length} of ${this.plan.connections} connections came about`);
      const more = Math.min(this.plan.connections - this.phones.length, MOST_OPENED_AT_ONCE);
      for (let opened = 0; opened < more; opened += 1) this.open();
      await sleep(TICK_MS);
    }
  }

  private begin(now: number): Course {
    const { plan } = this;
    const from = now + plan.warmupSeconds * 1000;
    const tally = new Tally({
      from,
      phases: plan.kind === 'closed' ? [plan.seconds] : plan.phases.map((phase) => phase.seconds),
      isBySecond: plan.kind === 'open' && plan.bySecond === true,
      byScheduled: plan.kind === 'open',
    });
    setTimeout(() => tally.begin(), from - now);
    if (plan.kind === 'closed') return { arrivals: new ClosedLoop(tally.until), tally, abandoned: () => 0 };
    const warmup = { rate: plan.phases[0]?.rate ?? 1, seconds: plan.warmupSeconds };
    const open = new OpenLoop([warmup, ...plan.phases], now, plan.patienceMs);
    return { arrivals: open, tally, abandoned: () => open.abandoned };
  }

  private async untilOver({ arrivals, tally }: Course): Promise<void> {
    let isEnded = false;
    let before = performance.now();
    for (;;) {
      await sleep(TICK_MS);
      const now = performance.now();
      if (!isEnded) tally.addGap(now - before);
      before = now;
      this.tick(arrivals, now);
      if (now < tally.until) continue;
      if (!isEnded) tally.end();
      isEnded = true;
      if ((arrivals.isOver(now) && this.asking === 0) || now - tally.until > DRAIN_MS) return;
    }
  }

  /** Gives what is due to phones that are free, and opens more when there are too few. */
  private tick(arrivals: Arrivals, now: number): void {
    for (let due = Math.min(arrivals.waiting(now), this.free.length); due > 0; due -= 1) {
      const phone = this.free.shift();
      if (phone === undefined) return;
      phone.isQueued = false;
      if (phone.isConnected) this.next(phone, now);
    }
    if (this.plan.kind !== 'open' || this.free.length > 0) return;
    const more = Math.min(arrivals.waiting(now), this.plan.mostConnections - this.phones.length, MOST_OPENED_AT_ONCE);
    for (let opened = 0; opened < more; opened += 1) this.open();
  }

  private next(phone: Phone, now: number): void {
    const scheduledAt = this.course?.arrivals.take(now);
    if (scheduledAt === undefined) {
      phone.isQueued = true;
      this.free.push(phone);
      return;
    }
    this.asking += 1;
    phone.ask(scheduledAt, now);
    if (phone.isCounted) this.course?.tally.addSent(scheduledAt);
  }
}
