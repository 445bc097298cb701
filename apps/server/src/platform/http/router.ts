import { type Access, type Endpoint, type Endpoints, endpoints, Problem } from '@tongxing/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Language, languageOf } from '../i18n';
import { COOKIES, type Principal, type PrincipalOf, type SessionKind, sessionKindOf } from './principals';
import { Refusal } from './refusal';
import type { EventStream, Streams } from './streams';

type Parsed<E, P extends string> = E extends { readonly [K in P]: infer S extends z.ZodType } ? z.output<S> : undefined;

/** What a handler gets: parsed input and who calls. Transport stays here. */
export interface Call<E extends Endpoint> {
  readonly params: Parsed<E, 'params'>;
  readonly query: Parsed<E, 'query'>;
  readonly body: Parsed<E, 'body'>;
  readonly principal: PrincipalOf<E['access']>;
  readonly language: Language;
  readonly requestId: string;
  /** Address of the caller, for limits only; never stored in the clear. */
  readonly address: string;
  /** Ends when the caller goes away. */
  startSession(kind: SessionKind, token: string, maxAgeSeconds: number): void;
  endSession(kind: SessionKind): void;
  readonly token: string | undefined;
  stream(onClose: () => void): EventStream;
}

type Answer<E> = E extends { readonly response: infer S extends z.ZodType } ? z.input<S> : undefined;
export type Handler<E extends Endpoint> = (call: Call<E>) => Promise<Answer<E>>;

export interface RouterOptions {
  readonly app: FastifyInstance;
  readonly streams: Streams;
  readonly isDemo: boolean;
  readonly secureCookies: boolean;
  readonly publicRequestsPerMinute: number;
  /** The principal behind a session token, or undefined when it is unknown, ended or suspended. */
  readonly resolve: (kind: SessionKind, token: string) => Promise<Principal | undefined>;
}

/**
 * Binds handlers to declared endpoints. There is no other way to add a route to the API, so each one has a
 * permission, schemas, and a place in the document.
 */
export class Router {
  private readonly bound = new Set<Endpoint>();

  constructor(private readonly options: RouterOptions) {}

  bind<E extends Endpoints[keyof Endpoints]>(endpoint: E, handler: Handler<E>): void {
    const declared: Endpoint = endpoint;
    if (declared.access.who === 'demo' && !this.options.isDemo) return;
    this.bound.add(declared);
    this.options.app.route({
      method: declared.method,
      url: declared.path,
      // A HEAD of a stream would be held open without ever saying anything.
      exposeHeadRoute: declared.events === undefined,
      schema: schemaOf(declared),
      config: declared.access.who === 'anyone' ? { rateLimit: { max: this.options.publicRequestsPerMinute } } : {},
      onRequest: async (request) => {
        const principal = await this.admit(declared.access, request);
        request.setDecorator('principal', principal);
      },
      handler: async (request, reply) => {
        const answer = await handler(this.call(declared, request, reply) as unknown as Call<E>);
        if (!reply.sent) await reply.code(declared.status).send(answer);
      },
    });
  }

  /** Declared endpoints that nobody bound; empty when the API is whole. */
  missing(all: readonly Endpoint[]): string[] {
    return all.filter((e) => !this.bound.has(e) && (e.access.who !== 'demo' || this.options.isDemo)).map((e) => `${e.method} ${e.path}`);
  }

  private async admit(access: Access, request: FastifyRequest): Promise<Principal | undefined> {
    const kind = sessionKindOf(access);
    if (kind === undefined) return undefined;
    const token = request.cookies[COOKIES[kind]];
    const principal = token === undefined ? undefined : await this.options.resolve(kind, token);
    if (principal === undefined) throw new Refusal('NOT_SIGNED_IN');
    if (access.who === 'resident' && access.registered && principal.kind === 'resident' && principal.personId === null)
      throw new Refusal('REGISTRATION_REQUIRED');
    if (access.who === 'staff' && principal.kind === 'staff' && !principal.permissions.has(access.permission))
      throw new Refusal('FORBIDDEN');
    return principal;
  }

  private call(endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply): Call<Endpoint> {
    const kind = sessionKindOf(endpoint.access);
    const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure: this.options.secureCookies } as const;
    return {
      params: request.params as never,
      query: request.query as never,
      body: request.body as never,
      principal: request.getDecorator<Principal | undefined>('principal') as never,
      language: languageOf(request.headers['accept-language']),
      requestId: request.id,
      address: request.ip,
      token: kind === undefined ? undefined : request.cookies[COOKIES[kind]],
      startSession: (of, token, maxAge) => void reply.setCookie(COOKIES[of], token, { ...cookie, maxAge }),
      endSession: (of) => void reply.clearCookie(COOKIES[of], cookie),
      stream: (onClose) => this.options.streams.start(reply, onClose),
    };
  }
}

function schemaOf(endpoint: Endpoint): Record<string, unknown> {
  const name = Object.entries(endpoints).find(([, declared]) => declared === endpoint)?.[0];
  const kind = sessionKindOf(endpoint.access);
  return {
    operationId: name,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    security: kind === undefined ? [] : [{ [kind]: [] }],
    ...(endpoint.access.who === 'staff' ? { 'x-permission': endpoint.access.permission } : {}),
    ...(endpoint.params === undefined ? {} : { params: endpoint.params }),
    ...(endpoint.query === undefined ? {} : { querystring: endpoint.query }),
    ...(endpoint.body === undefined ? {} : { body: endpoint.body }),
    response: { ...(endpoint.response === undefined ? {} : { [endpoint.status]: endpoint.response }), default: Problem },
  };
}
