import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Connection } from './connection';
import { type CheckIn, makeCheckIn, outcomeOf } from './load';
import { type FaultReport, quantile } from './report';
import { copyTemplate, type Rig } from './rig';
import { Stand } from './stand';

const NAME = 'burst';
const HOUR_MS = 3_600_000;
/** Gates that were offline hand in what they kept; the platform takes 72 h. */
const OLDEST_MS = 70 * HOUR_MS;
const MOST_TIMES = 5;
const CONNECTIONS = 128;
const REFUSED_PAUSE_MS = 100;

export interface BurstOptions {
  /** Unique late events. */
  readonly events: number;
  /** Check-ins of people at doors meanwhile, a second. */
  readonly livePerSecond: number;
  /** How long live check-ins are measured before the burst, ms. */
  readonly normalMs: number;
}

/** Check-ins at a fixed rate, whatever becomes of those before: each waits on a connection of its own. */
class LiveCheckIns {
  readonly latencies: number[] = [];
  refused = 0;
  private readonly free: Connection[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly stand: Stand,
    private readonly rig: Rig,
    perSecond: number,
  ) {
    this.timer = setInterval(() => {
      const one: Promise<void> = this.checkIn().finally(() => this.underWay.delete(one));
      this.underWay.add(one);
    }, 1000 / perSecond);
  }

  async finish(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.underWay);
    for (const connection of this.free) connection.close();
  }

  private async checkIn(): Promise<void> {
    const connection = this.free.pop() ?? new Connection(this.stand.port);
    const { answer, ms } = await this.stand.load.attempt(connection, makeCheckIn(this.rig.crowd));
    if (outcomeOf(answer) === 'ok') this.latencies.push(ms);
    else this.refused += 1;
    this.free.push(connection);
  }
}

/** Each event one to five times, in any order. @returns places in the list of events */
function shuffledSends(events: number): Uint32Array {
  const times = Array.from({ length: events }, () => 1 + randomInt(MOST_TIMES));
  const sends = new Uint32Array(times.reduce((sum, one) => sum + one, 0));
  let filled = 0;
  for (const [event, count] of times.entries()) {
    sends.fill(event, filled, filled + count);
    filled += count;
  }
  for (let last = sends.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    const kept = sends[last] ?? 0;
    sends[last] = sends[other] ?? 0;
    sends[other] = kept;
  }
  return sends;
}

/** Sends everything, and what is refused again, until each sending has its answer. */
async function sendAll(stand: Stand, events: readonly CheckIn[], sends: Uint32Array): Promise<void> {
  let next = 0;
  const write = async (connection: Connection) => {
    for (let place = next++; place < sends.length; place = next++) {
      const checkIn = events[sends[place] ?? 0];
      if (checkIn !== undefined) await sendUntilAnswered(stand, connection, checkIn);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, () => write(new Connection(stand.port))));
}

async function sendUntilAnswered(stand: Stand, connection: Connection, checkIn: CheckIn): Promise<void> {
  while (outcomeOf((await stand.load.attempt(connection, checkIn)).answer) === 'unknown') await wait(REFUSED_PAUSE_MS);
}

/** Late events from many sockets, repeated and out of order, while people go on checking in. */
export async function burstScenario(rig: Rig, options: BurstOptions): Promise<FaultReport> {
  const dataDir = join(rig.folder, NAME);
  await copyTemplate(rig, dataDir);
  const stand = await Stand.open(rig, { name: NAME, dataDir, connections: CONNECTIONS });
  await stand.start();
  const events = Array.from({ length: options.events }, () => makeCheckIn(rig.crowd, Date.now() - randomInt(OLDEST_MS)));
  const sends = shuffledSends(options.events);
  const normal = new LiveCheckIns(stand, rig, options.livePerSecond);
  await wait(options.normalMs);
  await normal.finish();
  rig.note(`${NAME}: ${sends.length} sendings of ${options.events} events`);
  const startedAt = performance.now();
  const live = new LiveCheckIns(stand, rig, options.livePerSecond);
  await sendAll(stand, events, sends);
  const seconds = (performance.now() - startedAt) / 1000;
  await live.finish();
  await stand.load.retryUnknown();
  const { judgement, warnings, violations } = await stand.verdict();
  await stand.product.stop();
  await stand.close();
  const checkIns = options.events + normal.latencies.length + normal.refused + live.latencies.length + live.refused;
  if (judgement.acknowledged !== checkIns) violations.push(`${judgement.acknowledged} of ${checkIns} check-ins were answered in the end`);
  if (live.latencies.length === 0) violations.push('no live check-in was answered during the burst');
  return {
    name: NAME,
    form: rig.isShort ? 'short' : 'long',
    violations,
    cycles: 1,
    events: options.events,
    sendings: sends.length,
    acknowledged: judgement.acknowledged,
    lost: judgement.lost,
    doubled: judgement.doubled,
    retimed: judgement.retimed,
    refused: (stand.load.statuses[503] ?? 0) + (stand.load.statuses[429] ?? 0),
    sendingsPerSecond: Math.round(sends.length / seconds),
    eventsPerSecond: Math.round(options.events / seconds),
    liveNormalP50Ms: quantile(normal.latencies, 0.5),
    liveNormalP99Ms: quantile(normal.latencies, 0.99),
    liveP50Ms: quantile(live.latencies, 0.5),
    liveP99Ms: quantile(live.latencies, 0.99),
    liveRefused: live.refused,
    warnings,
    seconds: Math.round(seconds),
  };
}
