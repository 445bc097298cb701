import { eventIdFrom } from '@tongxing/codes';
import type { ScanAnswer } from '@tongxing/contract';
import { ApiError, type Client } from '@tongxing/contract/client';
import { type City, type DayPlan, type PlannedScan, venueAt } from '../city';
import { randomAt } from '../city/random';
import { type BoundedOptions, forEachBounded } from './bounded';
import { percentile, startWatch, Tally } from './measures';
import { persist } from './persistence';
import type { ScanSummary } from './summary';

/** Every so many scans are sent twice: people tap twice. */
const DOUBLE_TAP_EVERY = 40;

/** The body of one scan; sent again it is byte for byte the same. */
interface ScanBody {
  readonly eventId: string;
  readonly code: string;
}

/** The id is fixed at capture: its time is the planned time, the rest follows from the seed. */
function scanBody(city: City, scan: PlannedScan, position: number): ScanBody {
  return {
    eventId: eventIdFrom(scan.at, randomAt(city.seed, 'event', position).bytes(10)),
    code: venueAt(city, scan.venueIndex).code,
  };
}

/** How a scan is repeated on purpose: not, after the first answer, or at the same moment. */
function doubleTapOf(position: number): 'none' | 'after' | 'together' {
  if (position % DOUBLE_TAP_EVERY !== DOUBLE_TAP_EVERY - 1) return 'none';
  return Math.floor(position / DOUBLE_TAP_EVERY) % 2 === 0 ? 'after' : 'together';
}

/** True when both answers tell the same record; only the mark of repetition may differ. */
function isSameAnswer(a: ScanAnswer, b: ScanAnswer): boolean {
  return a.eventId === b.eventId && a.verdict === b.verdict && a.recordedAt === b.recordedAt && a.sign === b.sign;
}

class ScanRun {
  readonly #verdicts = new Tally();
  readonly #refused = new Tally();
  readonly #latencies: number[] = [];
  #sent = 0;
  #doubleTaps = 0;
  #repeated = 0;
  #differing = 0;
  #retries = 0;

  constructor(
    private readonly city: City,
    private readonly clients: ReadonlyMap<number, Client>,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async play(scan: PlannedScan, position: number): Promise<void> {
    const client = this.clients.get(scan.residentIndex);
    if (client === undefined) {
      this.#refused.add('NOT_SIGNED_IN');
      return;
    }
    try {
      await this.#sendAsPlanned(client, scanBody(this.city, scan, position), doubleTapOf(position));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#refused.add(error.code);
    }
  }

  summary(scansPlanned: number, seconds: number): ScanSummary {
    const milliseconds = (share: number): number => Math.round(percentile(this.#latencies, share) * 10) / 10;
    return {
      scansPlanned,
      scansSent: this.#sent,
      answers: this.#verdicts.toRecord(),
      doubleTaps: this.#doubleTaps,
      repeatedAnswers: this.#repeated,
      differingAnswers: this.#differing,
      refused: this.#refused.toRecord(),
      retries: this.#retries,
      scansPerSecond: seconds > 0 ? Math.round((this.#sent / seconds) * 10) / 10 : 0,
      latency: { p50: milliseconds(0.5), p99: milliseconds(0.99) },
    };
  }

  async #sendAsPlanned(client: Client, body: ScanBody, doubleTap: 'none' | 'after' | 'together'): Promise<void> {
    const second = doubleTap === 'together' ? this.#send(client, body) : undefined;
    const [answer, together] = await Promise.all([this.#send(client, body), second]);
    this.#sent += 1;
    this.#verdicts.add(answer.verdict);
    if (doubleTap === 'none') return;
    this.#doubleTaps += 1;
    const again = together ?? (await this.#send(client, body));
    if (!isSameAnswer(answer, again)) this.#differing += 1;
  }

  async #send(client: Client, body: ScanBody): Promise<ScanAnswer> {
    const onRetry = (): void => {
      this.#retries += 1;
    };
    const answer = await persist(() => this.#timed(client, body), { signal: this.signal, onRetry });
    if (answer.repeated) this.#repeated += 1;
    return answer;
  }

  async #timed(client: Client, body: ScanBody): Promise<ScanAnswer> {
    const from = performance.now();
    const answer = await client('POST /api/v1/scans', { body });
    this.#latencies.push(performance.now() - from);
    return answer;
  }
}

/** Sends the planned scans in the order of their time. One that is refused for good is counted, not fatal. */
export async function sendScans(
  city: City,
  plan: DayPlan,
  clients: ReadonlyMap<number, Client>,
  options: BoundedOptions,
): Promise<ScanSummary> {
  const run = new ScanRun(city, clients, options.signal);
  const watch = startWatch();
  await forEachBounded(plan.scans, options, (scan, position) => run.play(scan, position));
  return run.summary(plan.scans.length, watch());
}
