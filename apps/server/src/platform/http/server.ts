import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import rateLimit from '@fastify/rate-limit';
import type { ErrorCode } from '@tongxing/contract';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { languageOf } from '../i18n';
import type { Logger } from '../logs';
import { FastLane } from './lane/fast-lane';
import type { PlainHeaders } from './lane/plain-request';
import type { Principal } from './principals';
import { asRefusal, problemOf } from './problems';
import { Refusal } from './refusal';

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | undefined;
    /** Monotonic milliseconds. */
    startedAt: number;
  }
}

const BODY_BYTES = 64 * 1024;
/** Set by hand, as the framework's own reference does: an idle or slow client must not hold a connection for ever. */
const TIMEOUTS = { connectionTimeout: 30_000, requestTimeout: 15_000, keepAliveTimeout: 60_000, checkedEvery: 5_000 };
const MINUTE_MS = 60_000;
const FORBIDDEN = 403;
/** Searching for addresses is limited too. */
export const UNKNOWN_PATHS_PER_MINUTE = 120;

export interface HttpOptions {
  readonly logger: Logger;
  readonly publicUrl: string;
  readonly trustedProxies: readonly string[];
  readonly onAnswer: (route: string, method: string, status: number, seconds: number) => void;
  /** Told of what somebody who is signed in may not; the answer waits for it. */
  readonly onForbidden: (forbidden: Forbidden) => Promise<void>;
}

/** Somebody wanted what they may not. */
export interface Forbidden {
  readonly principal: Principal;
  readonly code: ErrorCode;
  /** As it is declared, such as `POST /api/v1/traces`: with the names of its parameters, without their values. */
  readonly route: string;
  readonly requestId: string;
}

/** Whether a browser sends this for a page of somebody else's. What only reads is no harm. */
function isCrossSite(method: string, headers: IncomingHttpHeaders | PlainHeaders, publicUrl: string): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  if (headers['sec-fetch-site'] === 'cross-site') return true;
  const { origin, host } = headers;
  return origin !== undefined && origin !== publicUrl && origin !== `http://${host}` && origin !== `https://${host}`;
}

/** On every answer, of the API and of pages. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=()',
};

function sendProblem(options: HttpOptions, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = asRefusal(error);
  const requestId = request.id;
  logFailure(options, refusal, requestId);
  if (refusal.options.retryAfterSeconds !== undefined) reply.header('retry-after', refusal.options.retryAfterSeconds);
  // What was refused before it had a route has no beginning either.
  const seconds = request.startedAt > 0 ? (performance.now() - request.startedAt) / 1000 : 0;
  options.onAnswer(request.routeOptions.url ?? 'unknown', request.method, refusal.status, seconds);
  return reply
    .code(refusal.status)
    .headers(HEADERS)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problemOf(refusal, languageOf(request.headers['accept-language']), requestId));
}

/** A defect or an outage leaves a line; being busy is told by the counters. */
function logFailure({ logger }: HttpOptions, refusal: Refusal, requestId: string): void {
  if (refusal.status >= 500 && refusal.code !== 'UNAVAILABLE' && refusal.code !== 'DATABASE_BEHIND')
    logger.error({ requestId, err: refusal.options.cause ?? refusal, problem: refusal.code }, 'request failed');
}

/** The HTTP server and the two ways in: the framework for everything, the lane for scans. */
export interface Http {
  readonly app: FastifyInstance;
  readonly lane: FastLane;
}

/** The server itself. The framework leaves the time-outs to whoever makes it. */
function makeServer(listener: (request: IncomingMessage, response: ServerResponse) => void, lane: FastLane): Server {
  const server = createServer({ keepAlive: true, noDelay: true, connectionsCheckingInterval: TIMEOUTS.checkedEvery }, listener);
  lane.attach(server);
  server.setTimeout(TIMEOUTS.connectionTimeout);
  server.requestTimeout = TIMEOUTS.requestTimeout;
  server.keepAliveTimeout = TIMEOUTS.keepAliveTimeout;
  return server;
}

/** The HTTP server without routes: parsing, limits, errors as problem details. */
export async function buildHttp(options: HttpOptions): Promise<Http> {
  const lane = new FastLane({
    headers: { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' },
    idleMs: TIMEOUTS.keepAliveTimeout,
    bodyMs: TIMEOUTS.requestTimeout,
    isCrossSite: (headers) => isCrossSite('POST', headers, options.publicUrl),
    newRequestId: () => randomUUID(),
    onAnswer: options.onAnswer,
    onFailure: (refusal, requestId) => logFailure(options, refusal, requestId),
  });
  const app = Fastify({
    serverFactory: (handler) => makeServer((request, response) => void (lane.take(request, response) || handler(request, response)), lane),
    // The framework's own logging would make a logger and two listeners for each request; failures are logged below.
    logger: false,
    bodyLimit: BODY_BYTES,
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    genReqId: () => randomUUID(),
    // Rejected addresses such as `%` are answered like any other bad request.
    frameworkErrors: (error, request, reply) => void sendProblem(options, error, request, reply),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('principal', undefined);
  app.decorateRequest('startedAt', 0);
  app.setErrorHandler(async (error, request, reply) => {
    const { status, code } = asRefusal(error);
    const { principal, method, routeOptions, id: requestId } = request;
    if (status === FORBIDDEN && principal !== undefined)
      await options.onForbidden({ principal, code, route: `${method} ${routeOptions.url}`, requestId });
    return sendProblem(options, error, request, reply);
  });
  await app.register(rateLimit, {
    global: false,
    timeWindow: MINUTE_MS,
    errorResponseBuilder: (_request, context) => new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: Math.ceil(context.ttl / 1000) }),
  });
  // By callback: a promise a hook and request is what a scan can do without.
  app.addHook('onRequest', (request, reply, done) => {
    request.startedAt = performance.now();
    reply.headers(HEADERS);
    done(isCrossSite(request.method, request.headers, options.publicUrl) ? new Refusal('CROSS_SITE') : undefined);
  });
  app.addHook('preClose', (done) => {
    lane.close();
    done();
  });
  app.setNotFoundHandler({ preHandler: app.rateLimit({ max: UNKNOWN_PATHS_PER_MINUTE }) }, async () => {
    throw new Refusal('NOT_FOUND');
  });
  return { app, lane };
}
