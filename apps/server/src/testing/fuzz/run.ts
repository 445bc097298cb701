import type { EndpointName } from '@tongxing/contract';
import fc, { type Arbitrary } from 'fast-check';
import type { Caller, Place } from '../matrix-callers';
import { referred, type Things } from '../matrix-things';
import { sampleBodies } from '../samples';
import type { TestApp } from '../test-app';
import type { Answer } from '../wire';
import { findingOf, isPutOff } from './judge';
import type { ApiDocument, Operation } from './operations';
import { operationsOf } from './operations';
import { type FuzzRequest, requestFor } from './requests';
import { CallerSessions } from './sessions';
import { smallestFailing } from './smallest';
import type { KnownValues } from './values';

/** As many as a handful of desks have under way. */
const AT_ONCE = 4;
/** A defect that shows everywhere need not be told a thousand times. */
const MOST_FINDINGS = 20;

export interface Finding {
  readonly operation: string;
  readonly caller: string;
  readonly found: string;
  /** The least that still does it; of a body the first letters. */
  readonly request: string;
}

/** What a run saw. Times in ms. */
export interface FuzzReport {
  readonly seed: number;
  readonly requests: number;
  readonly operations: number;
  /** Operations that said yes at least once: their insides were reached. */
  readonly reached: number;
  readonly unreached: readonly string[];
  /** Pairs of an operation and a kind of caller. */
  readonly pairs: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly putOff: number;
  readonly slowestMs: number;
  readonly slowest: string;
  readonly findings: readonly Finding[];
}

export interface FuzzOptions {
  readonly t: TestApp;
  readonly callers: readonly Caller[];
  readonly place: Place;
  readonly things: Things;
  readonly seed: number;
  readonly requests: number;
}

/** Asks every operation in turn, as every kind of caller in turn, and judges each answer by the document. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  const document = (await (await fetch(`${options.t.origin}/api/v1/openapi.json`)).json()) as ApiDocument;
  const run = new FuzzRun(options, document);
  let next = 0;
  const worker = async () => {
    while (next < options.requests) await run.ask(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return run.report();
}

/** What requests may name, by field; things also by their collection, as paths name them. */
function knownIn({ t, things, place }: FuzzOptions): KnownValues {
  const known = new Map<string, unknown[]>();
  const add = (name: string, value: unknown) => known.set(name, [...(known.get(name) ?? []), value]);
  for (const sample of Object.values<object>(sampleBodies(t))) for (const [name, value] of Object.entries(sample)) add(name, value);
  for (const [name, value] of Object.entries(referred(t, things, place))) add(name, value);
  for (const [collection, id] of Object.entries(things)) for (const name of ['id', 'code']) add(`${collection}/${name}`, id);
  // The caller invents it: the same one again would only ever meet itself.
  known.delete('id');
  return Object.fromEntries(known);
}

class FuzzRun {
  private readonly operations: readonly Operation[];
  private readonly sessions: CallerSessions;
  private readonly known: KnownValues;
  private readonly kinds: readonly string[];
  private readonly arbitraries = new Map<Operation, Arbitrary<FuzzRequest>>();
  private readonly reached = new Set<string>();
  private readonly pairs = new Set<string>();
  private readonly statuses = new Map<string, number>();
  private readonly findings = new Map<string, Finding>();
  private asked = 0;
  private putOff = 0;
  private slowest = { ms: 0, what: '' };

  constructor(
    private readonly options: FuzzOptions,
    private readonly document: ApiDocument,
  ) {
    this.operations = operationsOf(document);
    this.sessions = new CallerSessions(options.t);
    this.known = knownIn(options);
    this.kinds = [...new Set(options.callers.map(({ kind }) => kind))];
  }

  /** The n-th request of the run; with the same seed the same one. */
  async ask(n: number): Promise<void> {
    const operation = this.operations[n % this.operations.length];
    if (operation === undefined) return;
    const round = Math.floor(n / this.operations.length);
    const caller = this.callerFor(operation, round);
    const request = this.requestOf(operation, n);
    const answer = await this.timed(operation, request, caller);
    if (answer === undefined) {
      await this.keep(operation, request, caller, 'no answer');
      return;
    }
    this.note(operation, request, caller, answer);
    const found = this.judge(operation, request, answer);
    if (found !== undefined) await this.keep(operation, request, caller, found);
    // Ended or revoked, perhaps by this very request.
    if (answer.status === 401 && caller.kind === operation.kind) await this.sessions.renew(caller);
  }

  report(): FuzzReport {
    return {
      seed: this.options.seed,
      requests: this.asked,
      operations: this.operations.length,
      reached: this.reached.size,
      unreached: this.operations.map(({ name }) => name).filter((name) => !this.reached.has(name)),
      pairs: this.pairs.size,
      statuses: Object.fromEntries([...this.statuses].sort()),
      putOff: this.putOff,
      slowestMs: Math.round(this.slowest.ms),
      slowest: this.slowest.what,
      findings: [...this.findings.values()],
    };
  }

  /** In turn those whose things they are, every one of that kind, and every fourth time the kinds whom it is not for. */
  private callerFor({ kind }: Operation, round: number): Caller {
    const turn = Math.floor(round / 4);
    const wanted = round % 4 === 3 || kind === undefined ? this.kinds[turn % this.kinds.length] : kind;
    const able = this.options.callers.filter((caller) => caller.kind === wanted);
    const owners = able.filter(({ isOwner }) => isOwner);
    const from = owners.length > 0 && round % 4 < 2 ? owners : able;
    const caller = from[(round % 4 === 3 ? Math.floor(turn / this.kinds.length) : round) % from.length];
    if (caller === undefined) throw new Error(`nobody is of the kind ${wanted}`);
    return caller;
  }

  private requestOf(operation: Operation, n: number): FuzzRequest {
    const arbitrary = this.arbitraries.get(operation) ?? this.arbitraryOf(operation);
    this.arbitraries.set(operation, arbitrary);
    const [request] = fc.sample(arbitrary, { seed: this.options.seed + n, numRuns: 1 });
    if (request === undefined) throw new Error('no request was made');
    return request;
  }

  private arbitraryOf(operation: Operation): Arbitrary<FuzzRequest> {
    const { t } = this.options;
    const source = { schemas: this.document.components.schemas, known: this.known, now: t.clock.now() };
    const sample = () => {
      const samples: Partial<Record<EndpointName, Record<string, unknown>>> = sampleBodies(t);
      return samples[operation.name as EndpointName] ?? {};
    };
    return requestFor(operation, source, sample);
  }

  /** A request by another method may be another operation. */
  private judge({ path }: Operation, { method }: FuzzRequest, answer: Answer): string | undefined {
    const asked = this.operations.find((operation) => operation.path === path && operation.method === method);
    return findingOf(asked, method, answer, this.document.components.schemas);
  }

  /** @returns undefined when none came in time, or the connection broke. */
  private async timed(operation: Operation, request: FuzzRequest, caller: Caller): Promise<Answer | undefined> {
    const startedAt = performance.now();
    const answer = await this.send(request, caller).catch(() => undefined);
    const ms = performance.now() - startedAt;
    if (ms > this.slowest.ms) this.slowest = { ms, what: `${operation.name} as ${caller.name}` };
    return answer;
  }

  private send({ method, path, query, headers, body }: FuzzRequest, caller: Caller): Promise<Answer> {
    const shown = this.sessions.shownBy(caller);
    const isBodiless = method === 'GET' || method === 'HEAD' || body === undefined;
    return this.options.t.send(method, query.length === 0 ? path : `${path}?${query.join('&')}`, {
      ...shown,
      headers: { ...shown.headers, ...headers },
      ...(isBodiless ? {} : { raw: textOf(body) }),
    });
  }

  private note({ name }: Operation, { method }: FuzzRequest, { kind }: Caller, answer: Answer): void {
    this.asked += 1;
    this.pairs.add(`${name} ${kind}`);
    if (answer.status < 300 && method !== 'HEAD') this.reached.add(name);
    if (isPutOff(answer)) this.putOff += 1;
    const status = String(answer.status);
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
  }

  private async keep(operation: Operation, request: FuzzRequest, caller: Caller, found: string): Promise<void> {
    const key = `${operation.name} ${found.slice(0, 60)}`;
    if (this.findings.has(key) || this.findings.size >= MOST_FINDINGS) return;
    const again = async (smaller: FuzzRequest) => {
      const answer = await this.send(smaller, caller).catch(() => undefined);
      return answer === undefined || this.judge(operation, smaller, answer) !== undefined;
    };
    const least = await smallestFailing(request, again);
    this.findings.set(key, { operation: operation.name, caller: caller.name, found, request: written(least) });
  }
}

const textOf = (body: NonNullable<FuzzRequest['body']>) => ('raw' in body ? body.raw : (JSON.stringify(body.json) ?? ''));

/** A request on one line, to be read by people. */
function written({ method, path, query, headers, body }: FuzzRequest): string {
  const head = Object.entries(headers).map(([name, value]) => ` ${name}: ${value.slice(0, 60)}`);
  return `${method} ${path}${query.length === 0 ? '' : `?${query.join('&')}`}${head.join('')} ${body === undefined ? '' : textOf(body).slice(0, 400)}`;
}
