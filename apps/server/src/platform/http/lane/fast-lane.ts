import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Endpoint } from '@tongxing/contract';
import type { z } from 'zod';
import { languageOf } from '../../i18n';
import type { Principal } from '../principals';
import { asRefusal, fieldsOf, problemOf } from '../problems';
import { busy, Refusal } from '../refusal';
import { type Answer, type ConnectionOptions, LaneConnection, type Send } from './connection';
import type { PlainHeaders, PlainRequest } from './plain-request';

/** What a handler on the lane gets. Whoever needs more is bound the ordinary way. */
export interface LaneCall {
  readonly body: unknown;
  readonly principal: Principal | undefined;
}

/** An endpoint on the lane: a POST without parameters in its path. */
export interface LaneRoute {
  readonly endpoint: Endpoint;
  readonly admit: (headers: PlainHeaders) => Principal | undefined | Promise<Principal | undefined>;
  readonly handle: (call: LaneCall) => Promise<unknown>;
  /** JSON of an answer in UTF-8, one byte a character: what {@link jsonBytes} would make. */
  readonly write: (answer: unknown) => string;
  /** Most requests under way; one more is refused before its body is looked at (bulkhead). */
  readonly mostUnderWay: number;
}

export interface FastLaneOptions {
  /** On every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds without a word until a connection is closed. */
  readonly idleMs: number;
  /** Milliseconds the rest of a body may take. */
  readonly bodyMs: number;
  readonly isCrossSite: (headers: PlainHeaders) => boolean;
  readonly newRequestId: () => string;
  readonly onAnswer: (route: string, method: string, status: number, seconds: number) => void;
  readonly onFailure: (refusal: Refusal, requestId: string) => void;
}

const JSON_HEAD = 'content-type: application/json; charset=utf-8\r\n';
const PROBLEM_HEAD = 'content-type: application/problem+json; charset=utf-8\r\n';

/**
 * The short way through HTTP for the few endpoints on which a city's morning depends (docs/adr/0013). It takes plain
 * requests only (JSON of a stated, small size) and leaves whatever is unusual to the framework, where the same handler
 * is bound with the same declaration: there is one path for a scan, and two doors to it.
 */
export class FastLane {
  private readonly answers = new Map<string, Answer>();
  private readonly connections = new Set<LaneConnection>();
  private readonly connectionOptions: ConnectionOptions;
  private toFramework: (socket: Socket) => void = () => undefined;
  private isClosing = false;
  private refusedCount = 0;

  constructor(private readonly options: FastLaneOptions) {
    const headers = { ...options.headers, 'cache-control': 'no-store', 'keep-alive': `timeout=${Math.floor(options.idleMs / 1000)}` };
    this.connectionOptions = {
      answerAt: (path) => this.answers.get(path),
      handOver: (socket, bytes) => this.handOver(socket, bytes),
      gone: (connection) => void this.connections.delete(connection),
      head: Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join(''),
      idleMs: options.idleMs,
      bodyMs: options.bodyMs,
    };
  }

  /** Stands before the server's own parser from now on. */
  attach(server: Server): void {
    const parsers = server.listeners('connection');
    this.toFramework = (socket) => {
      for (const parse of parsers) parse.call(server, socket);
    };
    server.removeAllListeners('connection');
    server.on('connection', (socket) => this.accept(socket));
  }

  add(route: LaneRoute): void {
    let underWay = 0;
    this.answers.set(route.endpoint.path, (request, send) => {
      if (underWay >= route.mostUnderWay) {
        this.refusedCount += 1;
        this.refuse(route, request, performance.now(), send, busy());
        return;
      }
      underWay += 1;
      this.pass(route, request, (status, head, text) => {
        underWay -= 1;
        send(status, head, text);
      });
    });
  }

  /** Requests refused by the bulkheads since the start. */
  get refused(): number {
    return this.refusedCount;
  }

  /** Connections end with the answer under way, others at once. */
  close(): void {
    this.isClosing = true;
    for (const connection of this.connections) connection.close();
  }

  /** Whoever still waits for an answer gets none. */
  destroy(): void {
    for (const connection of this.connections) connection.destroy();
  }

  private accept(socket: Socket): void {
    if (this.isClosing || this.answers.size === 0) this.toFramework(socket);
    else this.connections.add(new LaneConnection(socket, this.connectionOptions));
  }

  private handOver(socket: Socket, bytes: Buffer): void {
    // While nobody listens, so that the bytes wait in the socket for the parser.
    socket.pause();
    socket.unshift(bytes);
    this.toFramework(socket);
    socket.resume();
  }

  private pass(route: LaneRoute, request: PlainRequest, send: Send): void {
    const startedAt = performance.now();
    const refuse = (error: unknown) => this.refuse(route, request, startedAt, send, error);
    const handle = (principal: Principal | undefined) => {
      route.handle({ body: parseBody(route.endpoint.body, request.body), principal }).then((answer) => {
        send(route.endpoint.status, JSON_HEAD, route.write(answer));
        this.options.onAnswer(route.endpoint.path, 'POST', route.endpoint.status, (performance.now() - startedAt) / 1000);
      }, refuse);
    };
    try {
      if (this.options.isCrossSite(request.headers)) throw new Refusal('CROSS_SITE');
      const admitted = route.admit(request.headers);
      if (admitted instanceof Promise) admitted.then(handle).catch(refuse);
      else handle(admitted);
    } catch (error) {
      refuse(error);
    }
  }

  private refuse(route: LaneRoute, request: PlainRequest, startedAt: number, send: Send, error: unknown): void {
    const refusal = asRefusal(error);
    const requestId = this.options.newRequestId();
    this.options.onFailure(refusal, requestId);
    const problem = problemOf(refusal, languageOf(request.headers['accept-language']), requestId);
    const { retryAfterSeconds } = refusal.options;
    const retry = retryAfterSeconds === undefined ? '' : `retry-after: ${retryAfterSeconds}\r\n`;
    send(refusal.status, PROBLEM_HEAD + retry, jsonBytes(problem));
    this.options.onAnswer(route.endpoint.path, 'POST', refusal.status, (performance.now() - startedAt) / 1000);
  }
}

/** JSON in UTF-8, one byte a character: such a text goes to the socket as it is. */
export function jsonBytes(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('latin1');
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
