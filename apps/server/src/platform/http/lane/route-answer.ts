import type { Endpoint } from '@tongxing/contract';
import type { z } from 'zod';
import { type Language, languageOf } from '../../i18n';
import type { Principal } from '../principals';
import { asRefusal, fieldsOf, problemOf } from '../problems';
import { busy, Refusal } from '../refusal';
import type { Bulkhead } from './bulkhead';
import type { PlainHeaders } from './plain-request';

/** What a handler on the lane gets. Whoever needs more is bound the ordinary way. */
export interface LaneCall {
  readonly params: unknown;
  readonly body: unknown;
  readonly principal: Principal | undefined;
  readonly requestId: string;
}

/** Parameters out of a path, as they were sent. */
export type PathParams = Readonly<Record<string, string>>;

/** An endpoint on the lane: a POST with one parameter in its path at most. */
export interface LaneRoute {
  readonly endpoint: Endpoint;
  readonly admit: (headers: PlainHeaders) => Principal | undefined | Promise<Principal | undefined>;
  /** Takes its room in the bulkhead by itself, as it does for the framework. */
  readonly handle: (call: LaneCall) => Promise<unknown>;
  /** JSON of an answer in UTF-8, one byte a character: what {@link jsonBytes} would make. */
  readonly write: (answer: unknown) => string;
  readonly bulkhead: Bulkhead;
}

/** Who was refused what. */
export interface LaneRefused {
  readonly requestId: string;
  readonly route: string;
  readonly headers: PlainHeaders;
  /** Undefined when it was not admitted. */
  readonly principal: Principal | undefined;
}

export interface LaneHooks {
  readonly isCrossSite: (headers: PlainHeaders) => boolean;
  readonly newRequestId: () => string;
  readonly onAnswer: (route: string, method: string, status: number, seconds: number) => void;
  readonly onFailure: (refusal: Refusal, refused: LaneRefused) => void;
}

/** A request whose body is there. */
export interface LaneRequest {
  readonly headers: PlainHeaders;
  /** Text of a JSON body. */
  readonly body: string;
}

/**
 * Sends the answer; called once.
 * @param type of its content
 * @param retryAfterSeconds for `Retry-After`
 * @param body one byte a character
 */
export type SendAnswer = (status: number, type: string, retryAfterSeconds: number | undefined, body: string) => void;

const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** How one route on the lane answers: admission, checking, handling, problems; of transport it knows nothing. */
export class RouteAnswer {
  private readonly path: string;

  constructor(
    private readonly route: LaneRoute,
    private readonly hooks: LaneHooks,
  ) {
    this.path = route.endpoint.path;
  }

  answer({ headers, body }: LaneRequest, send: SendAnswer, params?: PathParams): void {
    const startedAt = performance.now();
    const requestId = this.hooks.newRequestId();
    let caller: Principal | undefined;
    const refuse = (error: unknown) => this.refuse(error, { requestId, route: this.path, headers, principal: caller }, startedAt, send);
    const { endpoint } = this.route;
    const handle = (principal: Principal | undefined) => {
      caller = principal;
      const parsed = parse(endpoint.params, params);
      this.route
        .handle({ params: parsed, body: parse(endpoint.body, parseJson(body)), principal, requestId })
        .then((answer) => this.send(answer, startedAt, send, refuse), refuse);
    };
    if (this.route.bulkhead.isFull) {
      this.route.bulkhead.countRefused();
      refuse(busy());
      return;
    }
    try {
      if (this.hooks.isCrossSite(headers)) throw new Refusal('CROSS_SITE');
      const admitted = this.route.admit(headers);
      if (admitted instanceof Promise) admitted.then(handle).catch(refuse);
      else handle(admitted);
    } catch (error) {
      refuse(error);
    }
  }

  private send(answer: unknown, startedAt: number, send: SendAnswer, refuse: (error: unknown) => void): void {
    const { status } = this.route.endpoint;
    let body: string;
    try {
      body = this.route.write(answer);
    } catch (error) {
      refuse(error);
      return;
    }
    send(status, JSON_TYPE, undefined, body);
    this.hooks.onAnswer(this.path, 'POST', status, (performance.now() - startedAt) / 1000);
  }

  private refuse(error: unknown, refused: LaneRefused, startedAt: number, send: SendAnswer): void {
    const refusal = asRefusal(error);
    const { retryAfterSeconds } = refusal.options;
    const { requestId, headers } = refused;
    this.hooks.onFailure(refusal, refused);
    send(refusal.status, PROBLEM_TYPE, retryAfterSeconds, problemBytes(refusal, languageOf(headers['accept-language']), requestId));
    this.hooks.onAnswer(this.path, 'POST', refusal.status, (performance.now() - startedAt) / 1000);
  }
}

/** JSON in UTF-8, one byte a character: such a text goes to the socket as it is. */
export function jsonBytes(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('latin1');
}

/** What stands before and after the request's id in the problems that refuse by the thousand: those without fields. */
const problemTexts = new Map<string, readonly [string, string]>();
const ID_PLACE = '00000000-0000-0000-0000-000000000000';

/** A flood is refused with what it costs to join three texts, or refusing would take the time of those who are let in. */
function problemBytes(refusal: Refusal, language: Language, requestId: string): string {
  const { fields, retryAfterSeconds = 0 } = refusal.options;
  if (fields !== undefined) return jsonBytes(problemOf(refusal, language, requestId));
  const key = `${refusal.code} ${language} ${retryAfterSeconds}`;
  let texts = problemTexts.get(key);
  if (texts === undefined) {
    const [before = '', after = ''] = jsonBytes(problemOf(refusal, language, ID_PLACE)).split(ID_PLACE);
    texts = [before, after];
    // Some dozens: a time to come back that is no small number is not kept.
    if (retryAfterSeconds < 10) problemTexts.set(key, texts);
  }
  return texts[0] + requestId + texts[1];
}

function parse(schema: z.ZodType | undefined, value: unknown): unknown {
  const parsed = schema?.safeParse(value);
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
