import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { languageOf } from '../i18n';
import type { Logger } from '../logs';
import { asRefusal, problemOf } from './problems';
import { Refusal } from './refusal';

const BODY_BYTES = 64 * 1024;
/** Set by hand, as the framework's own reference does: an idle or slow client must not hold a connection for ever. */
const TIMEOUTS = { connectionTimeout: 30_000, requestTimeout: 15_000, keepAliveTimeout: 60_000 };
const MINUTE_MS = 60_000;
/** Searching for addresses is limited too. */
export const UNKNOWN_PATHS_PER_MINUTE = 120;

export interface HttpOptions {
  readonly logger: Logger;
  readonly publicUrl: string;
  readonly trustedProxies: readonly string[];
  readonly onAnswer: (route: string, method: string, status: number, seconds: number) => void;
}

function isCrossSite(request: FastifyRequest, publicUrl: string): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  if (request.headers['sec-fetch-site'] === 'cross-site') return true;
  const { origin, host } = request.headers;
  return origin !== undefined && origin !== publicUrl && origin !== `http://${host}` && origin !== `https://${host}`;
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = asRefusal(error);
  if (refusal.status >= 500) request.log.error({ err: refusal.options.cause ?? refusal, problem: refusal.code }, 'request failed');
  if (refusal.options.retryAfterSeconds !== undefined) reply.header('retry-after', refusal.options.retryAfterSeconds);
  return reply
    .code(refusal.status)
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problemOf(refusal, languageOf(request.headers['accept-language']), request.id));
}

/** The HTTP server without routes: parsing, limits, cookies, errors as problem details. */
export async function buildHttp(options: HttpOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES,
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    ...TIMEOUTS,
    genReqId: () => randomUUID(),
    // Rejected addresses such as `%` are answered like any other bad request.
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('principal', undefined);
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  await app.register(cookie);
  await app.register(rateLimit, {
    global: false,
    timeWindow: MINUTE_MS,
    errorResponseBuilder: (_request, context) => new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: Math.ceil(context.ttl / 1000) }),
  });
  app.addHook('onRequest', async (request) => {
    if (isCrossSite(request, options.publicUrl)) throw new Refusal('CROSS_SITE');
  });
  app.addHook('onResponse', async (request, reply) => {
    options.onAnswer(request.routeOptions.url ?? 'unknown', request.method, reply.statusCode, reply.elapsedTime / 1000);
  });
  app.setNotFoundHandler({ preHandler: app.rateLimit({ max: UNKNOWN_PATHS_PER_MINUTE }) }, async () => {
    throw new Refusal('NOT_FOUND');
  });
  return app;
}
