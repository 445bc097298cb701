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
import type { Credentials } from './stranger';

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
const REFUSALS: readonly number[] = [401, 403, 404];
/**
 * Further refusals that say that somebody tried what they should not: rules of two persons, quotas and paces, numbers of
 * nobody. Not among them: fields that are wrong, and steps that came too late or twice, which is everybody's daily work.
 */
const TOLD_REFUSALS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'AUTHOR_WITHOUT_RIGHT',
  'CASE_NOT_CONFIRMED',
  'CLAIM_WAITING',
  'DOCUMENT_HELD',
  'EVENT_ID_TAKEN',
  'EXPORT_QUOTA_USED',
  'LAST_ADMINISTRATOR',
  'PERSON_UNKNOWN',
  'TOO_MANY_REQUESTS',
  'WINDOW_OUT_OF_RANGE',
]);
/** Whether a refusal is among those that are kept of whoever is known. */
export const isTold = ({ status, code }: Pick<Refusal, 'status' | 'code'>) => REFUSALS.includes(status) || TOLD_REFUSALS.has(code);
/** Searching for addresses is limited too. */
export const UNKNOWN_PATHS_PER_MINUTE = 120;

export interface HttpOptions {
  readonly logger: Logger;
  readonly publicUrl: string;
  readonly trustedProxies: readonly string[];
  readonly onAnswer: (route: string, method: string, status: number, seconds: number) => void;
  /** Told of every refusal that is about security, each 401, 403 and 404 of a route among them; the answer waits for it. Never fails. */
  readonly onRefused: (refused: Refused) => Promise<void>;
}

/** Somebody wanted what they may not, or what is not there for them. */
export interface Refused {
  /** Undefined when nobody of the kind that the route is for. */
  readonly principal: Principal | undefined;
  readonly headers: Credentials;
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
  if (origin === undefined || origin === publicUrl) return false;
  // A demonstration is opened under many names; who has a public address with HTTPS is reached by that one only.
  return publicUrl.startsWith('https://') || (origin !== `http://${host}` && origin !== `https://${host}`);
}

/** On every answer, of the API and of pages; those bring a policy of their own. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // The door's camera reads codes; nothing else of a device is of use here.
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()',
};
/** The same for answers that no browser ever shows as a page. */
const LANE_HEADERS = { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' };

/** A browser that came by HTTPS once comes by nothing else for a year. */
function withHttpsOnly<H extends object>(headers: H, publicUrl: string): H & { readonly 'strict-transport-security'?: string } {
  return publicUrl.startsWith('https://') ? { ...headers, 'strict-transport-security': 'max-age=31536000' } : headers;
}

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
    .headers(withHttpsOnly(HEADERS, options.publicUrl))
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
  const headers = withHttpsOnly(HEADERS, options.publicUrl);
  const lane = new FastLane({
    headers: withHttpsOnly(LANE_HEADERS, options.publicUrl),
    idleMs: TIMEOUTS.keepAliveTimeout,
    bodyMs: TIMEOUTS.requestTimeout,
    isCrossSite: (headers) => isCrossSite('POST', headers, options.publicUrl),
    newRequestId: () => randomUUID(),
    onAnswer: options.onAnswer,
    onFailure: (refusal, { route, ...refused }) => {
      logFailure(options, refusal, refused.requestId);
      // Answered without waiting: a scan in the wrong hands costs the lane no more than any other.
      if (isTold(refusal)) void options.onRefused({ ...refused, code: refusal.code, route: `POST ${route}` });
    },
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
    const refusal = asRefusal(error);
    const { code } = refusal;
    const { principal, headers, method, routeOptions, id: requestId } = request;
    if (isTold(refusal)) await options.onRefused({ principal, headers, code, route: `${method} ${routeOptions.url}`, requestId });
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
    reply.headers(headers);
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
