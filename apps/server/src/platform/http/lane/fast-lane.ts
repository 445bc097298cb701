import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Bulkhead } from './bulkhead';
import { type ConnectionOptions, LaneConnection } from './connection';
import { LaneRoutes } from './lane-routes';
import { isPlainBody } from './plain-request';
import { type LaneHooks, type LaneRoute, RouteAnswer, type SendAnswer } from './route-answer';

export interface FastLaneOptions extends LaneHooks {
  /** On every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds without a word until a connection is closed. */
  readonly idleMs: number;
  /** Milliseconds the rest of a body may take. */
  readonly bodyMs: number;
}

/**
 * The short way through HTTP for the few endpoints on which a city's morning depends (docs/adr/0013). It takes plain
 * requests only (JSON of a stated, small size) and leaves whatever is unusual to the framework, where the same handler
 * is bound with the same declaration: there is one path for a scan, and several doors to it.
 */
export class FastLane {
  private readonly routes = new LaneRoutes();
  private readonly bulkheads = new Set<Bulkhead>();
  private readonly connections = new Set<LaneConnection>();
  private readonly connectionOptions: ConnectionOptions;
  private readonly headers: readonly string[];
  private toParser: (socket: Socket) => void = () => undefined;
  private isClosing = false;

  constructor(private readonly options: FastLaneOptions) {
    const headers = { ...options.headers, 'cache-control': 'no-store' };
    this.headers = Object.entries(headers).flat();
    this.connectionOptions = {
      answerAt: (path) => this.routes.at(path),
      handOver: (socket, bytes) => this.handOver(socket, bytes),
      gone: (connection) => void this.connections.delete(connection),
      headOf: headsWith({ ...headers, 'keep-alive': `timeout=${Math.floor(options.idleMs / 1000)}` }),
      idleMs: options.idleMs,
      bodyMs: options.bodyMs,
    };
  }

  /** Stands before the server's own parser from now on. */
  attach(server: Server): void {
    const parsers = server.listeners('connection');
    this.toParser = (socket) => {
      for (const parse of parsers) parse.call(server, socket);
    };
    server.removeAllListeners('connection');
    server.on('connection', (socket) => this.accept(socket));
  }

  add(route: LaneRoute): void {
    this.bulkheads.add(route.bulkhead);
    this.routes.add(route.endpoint.path, new RouteAnswer(route, this.options));
  }

  /** Requests refused by the bulkheads since the start. */
  get refused(): number {
    let sum = 0;
    for (const bulkhead of this.bulkheads) sum += bulkhead.refused;
    return sum;
  }

  /**
   * Takes a plain request on a connection that the lane has handed over for an earlier one of another kind.
   * @returns false when the request is not for the lane; nothing of it has been touched then.
   */
  take(request: IncomingMessage, response: ServerResponse): boolean {
    const found = request.method === 'POST' ? this.routes.at(request.url ?? '') : undefined;
    if (found === undefined || !isPlainBody(request.headers)) return false;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const send: SendAnswer = (status, type, retryAfterSeconds, body) => {
        const retry = retryAfterSeconds === undefined ? [] : ['retry-after', String(retryAfterSeconds)];
        response.writeHead(status, [...this.headers, 'content-type', type, 'content-length', String(body.length), ...retry]);
        response.end(body, 'latin1');
      };
      found.route.answer({ headers: request.headers, body: Buffer.concat(chunks).toString() }, send, found.params);
    });
    return true;
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
    if (this.isClosing || this.routes.isEmpty) this.toParser(socket);
    else this.connections.add(new LaneConnection(socket, this.connectionOptions));
  }

  private handOver(socket: Socket, bytes: Buffer): void {
    // While nobody listens, so that the bytes wait in the socket for the parser.
    socket.pause();
    socket.unshift(bytes);
    this.toParser(socket);
    socket.resume();
  }
}

/** Beginnings of answers, of each status and content type made once. */
function headsWith(headers: Readonly<Record<string, string>>): ConnectionOptions['headOf'] {
  const heads = new Map<string, string>();
  return (status, type) => {
    const key = `${status} ${type}`;
    const known = heads.get(key);
    if (known !== undefined) return known;
    const lines = Object.entries({ ...headers, 'content-type': type }).map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}`;
    heads.set(key, head);
    return head;
  };
}
