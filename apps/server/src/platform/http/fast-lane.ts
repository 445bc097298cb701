import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Endpoint } from '@tongxing/contract';
import type { z } from 'zod';
import { languageOf } from '../i18n';
import type { Principal } from './principals';
import { asRefusal, fieldsOf, problemOf } from './problems';
import { busy, Refusal } from './refusal';

/** What a handler on the lane gets. Whoever needs more is bound the ordinary way. */
export interface LaneCall {
  readonly body: unknown;
  readonly principal: Principal | undefined;
}

/** An endpoint on the lane: a POST without parameters in its path. */
export interface LaneRoute {
  readonly endpoint: Endpoint;
  readonly admit: (request: IncomingMessage) => Principal | undefined | Promise<Principal | undefined>;
  readonly handle: (call: LaneCall) => Promise<unknown>;
  /** JSON of an answer; it must be what `JSON.stringify` means. */
  readonly write: (answer: unknown) => string;
  /** Most requests under way; one more is refused before it is even read (bulkhead). */
  readonly mostUnderWay: number;
}

/** A route with its count of requests under way. */
interface Lane extends LaneRoute {
  underWay: number;
}

export interface FastLaneOptions {
  /** On every answer. */
  readonly headers: Readonly<Record<string, string>>;
  readonly isCrossSite: (request: IncomingMessage) => boolean;
  readonly newRequestId: () => string;
  readonly onAnswer: (route: string, method: string, status: number, seconds: number) => void;
  readonly onFailure: (refusal: Refusal, requestId: string) => void;
}

const MOST_BODY_BYTES = 4_096;
const DIGITS = /^\d{1,4}$/;

/**
 * The short way through HTTP for the few endpoints on which a city's morning depends (docs/adr/0013). It takes plain
 * requests only (JSON of a stated, small size) and leaves whatever is unusual to the framework, where the same handler
 * is bound with the same declaration: there is one path for a scan, and two doors to it.
 */
export class FastLane {
  private readonly lanes = new Map<string, Lane>();
  private readonly headers: readonly string[];
  private readonly counts = { refused: 0 };

  constructor(private readonly options: FastLaneOptions) {
    this.headers = [...Object.entries(options.headers).flat(), 'cache-control', 'no-store'];
  }

  add(route: LaneRoute): void {
    this.lanes.set(route.endpoint.path, { ...route, underWay: 0 });
  }

  /** Requests refused by the bulkheads since the start. */
  get refused(): number {
    return this.counts.refused;
  }

  /** @returns false when the request is not for the lane; nothing of it has been touched then. */
  take(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'POST') return false;
    const lane = this.lanes.get(request.url ?? '');
    if (lane === undefined || !isPlain(request)) return false;
    new Passing(this.options, this.headers, this.counts, lane, request, response).run();
    return true;
  }
}

function isPlain({ headers }: IncomingMessage): boolean {
  return (
    headers['content-type'] === 'application/json' &&
    DIGITS.test(headers['content-length'] ?? '') &&
    Number(headers['content-length']) <= MOST_BODY_BYTES &&
    headers['transfer-encoding'] === undefined &&
    headers.expect === undefined
  );
}

/** One request on the lane. */
class Passing {
  private readonly startedAt = performance.now();

  constructor(
    private readonly options: FastLaneOptions,
    private readonly headers: readonly string[],
    private readonly counts: { refused: number },
    private readonly lane: Lane,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {}

  run(): void {
    const { lane } = this;
    lane.underWay += 1;
    // However it ends, also when the caller goes away in the middle of the body.
    this.response.on('close', this.leave);
    try {
      if (lane.underWay > lane.mostUnderWay) {
        this.counts.refused += 1;
        throw busy();
      }
      if (this.options.isCrossSite(this.request)) throw new Refusal('CROSS_SITE');
      const admitted = lane.admit(this.request);
      if (admitted instanceof Promise) admitted.then((principal) => this.read(principal), this.refuse);
      else this.read(admitted);
    } catch (error) {
      this.refuse(error);
    }
  }

  private readonly leave = (): void => {
    this.lane.underWay -= 1;
  };

  private read(principal: Principal | undefined): void {
    const wanted = Number(this.request.headers['content-length']);
    const chunks: Buffer[] = [];
    let received = 0;
    if (wanted === 0) this.handle(principal, '');
    // The stated length is the end: the parser lets no more through, and waiting for `end` costs a turn.
    this.request.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      received += chunk.length;
      if (received === wanted) this.handle(principal, chunks.length === 1 ? chunk.toString() : Buffer.concat(chunks).toString());
    });
  }

  private handle(principal: Principal | undefined, text: string): void {
    try {
      this.lane.handle({ body: parseBody(this.lane.endpoint.body, text), principal }).then(this.answer, this.refuse);
    } catch (error) {
      this.refuse(error);
    }
  }

  private readonly answer = (answer: unknown): void => {
    this.send(this.lane.endpoint.status, 'application/json; charset=utf-8', this.lane.write(answer), []);
  };

  private readonly refuse = (error: unknown): void => {
    const refusal = asRefusal(error);
    const requestId = this.options.newRequestId();
    this.options.onFailure(refusal, requestId);
    const problem = problemOf(refusal, languageOf(this.request.headers['accept-language']), requestId);
    const { retryAfterSeconds } = refusal.options;
    const retry = retryAfterSeconds === undefined ? [] : ['retry-after', String(retryAfterSeconds)];
    this.send(refusal.status, 'application/problem+json; charset=utf-8', JSON.stringify(problem), retry);
  };

  private send(status: number, type: string, text: string, more: readonly string[]): void {
    const { response, lane } = this;
    if (response.destroyed) return;
    response.writeHead(status, this.headers.concat('content-type', type, 'content-length', String(Buffer.byteLength(text)), ...more));
    response.end(text);
    this.options.onAnswer(lane.endpoint.path, 'POST', status, (performance.now() - this.startedAt) / 1000);
  }
}

function parseBody(schema: z.ZodType | undefined, text: string): unknown {
  const parsed = schema?.safeParse(parseJson(text));
  if (parsed === undefined) return undefined;
  if (!parsed.success) throw new Refusal('INVALID_REQUEST', { fields: fieldsOf(parsed.error.issues) });
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    // A key that would reach an object's prototype is unknown to every schema and refused there.
    return JSON.parse(text);
  } catch {
    throw new Refusal('MALFORMED_BODY');
  }
}
