import { Readable } from 'node:stream';
import {
  type Access,
  type Endpoint,
  type Endpoints,
  endpoints,
  LOAD_LEVELS,
  type LoadLevel,
  type Permission,
  Problem,
  shedsAt,
  UNATTENDED_HEADER,
} from '@tongxing/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Language, languageOf } from '../i18n';
import type { SessionCookies } from './cookies';
import { Bulkhead } from './lane/bulkhead';
import type { FastLane } from './lane/fast-lane';
import { jsonBytes } from './lane/route-answer';
import { MissLimit } from './miss-limit';
import {
  type Client,
  hasAreaFor,
  headerCredential,
  type Principal,
  type PrincipalKind,
  type PrincipalOf,
  type SessionKind,
  type Staff,
  sessionKindOf,
} from './principals';
import { busy, Refusal } from './refusal';
import { type Credentials, type Resolve, tokenOf } from './stranger';
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
  /** As the browser calls itself; anybody may write anything there. */
  readonly userAgent: string;
  /** Ends when the caller goes away. */
  startSession(kind: SessionKind, token: string, maxAgeSeconds: number): void;
  endSession(kind: SessionKind): void;
  readonly token: string | undefined;
  /** Token of a kind of session that the browser still shows, on routes that ask for none. Nobody has looked at it. */
  heldToken(kind: SessionKind): string | undefined;
  stream(onClose: () => void): EventStream;
}

/** What of it a handler on the fast lane gets. */
type FastCall<E extends Endpoint> = Pick<Call<E>, 'params' | 'body' | 'principal' | 'requestId'>;

/** A file under way: its name, and its content piece by piece. */
export interface Download {
  readonly name: string;
  readonly content: AsyncIterable<string | Buffer>;
  /** Media type where the endpoint leaves it to the caller. */
  readonly type?: string;
}

type Answer<E> = E extends { readonly file: string }
  ? Download
  : E extends { readonly response: infer S extends z.ZodType }
    ? z.input<S>
    : undefined;
export type Handler<E extends Endpoint> = (call: Call<E>) => Promise<Answer<E>>;

export interface RouterOptions {
  readonly app: FastifyInstance;
  readonly lane: FastLane;
  readonly streams: Streams;
  readonly isDemo: boolean;
  readonly cookies: SessionCookies;
  readonly publicRequestsPerMinute: number;
  readonly resolve: Resolve;
  /** The way in for other systems: counts a call and says why it is refused, if it is. */
  readonly enter: (client: Client, call: ClientCall) => Promise<Refusal | undefined>;
  /** Why nothing may be written at present; undefined as a rule. */
  readonly writesBlocked: () => Refusal | undefined;
  readonly load: { readonly level: LoadLevel };
  /** Told which permission a person used; never of a scan, which needs none. */
  readonly onPermissionUsed: (staffId: number, permission: Permission) => void;
  /** Told of a request that was put off. */
  readonly onShed: (tag: string) => void;
  /** Told of every answer: route, method, status, seconds. */
  readonly onAnswer: (route: string, method: string, status: number, seconds: number) => void;
}

/** A call of another system. */
export interface ClientCall {
  readonly address: string;
  /** As it is declared, such as `GET /api/v1/venues/:id`. */
  readonly route: string;
  /** Why the declaration refuses it; undefined when it does not. */
  readonly refusal: Refusal | undefined;
}

/**
 * Binds handlers to declared endpoints. There is no other way to add a route to the API, so each one has a
 * permission, schemas, and a place in the document.
 */
export class Router {
  private readonly bound = new Set<Endpoint>();
  private readonly misses: MissLimit;

  constructor(private readonly options: RouterOptions) {
    this.misses = new MissLimit(options.publicRequestsPerMinute);
  }

  bind<E extends Endpoints[keyof Endpoints]>(endpoint: E, handler: Handler<E>): void {
    const declared: Endpoint = endpoint;
    if (declared.access.who === 'demo' && !this.options.isDemo) return;
    this.bound.add(declared);
    const shedAt = shedsAt(declared);
    const shedFrom = shedAt === 'never' ? LOAD_LEVELS.length : LOAD_LEVELS.indexOf(shedAt);
    this.options.app.route({
      method: declared.method,
      url: declared.path,
      // A HEAD of a stream would be held open without ever saying anything.
      exposeHeadRoute: declared.events === undefined,
      schema: schemaOf(declared),
      config: isLimited(declared.access) ? { rateLimit: { max: this.options.publicRequestsPerMinute } } : {},
      onRequest: (request, _reply, done) => {
        if (limitsMisses(declared.access)) this.misses.check(request.ip);
        if (LOAD_LEVELS.indexOf(this.options.load.level) >= shedFrom) this.shed(declared);
        this.admit(declared, request, done);
      },
      handler: (request, reply) => {
        const call = new RequestCall(this.options, declared, request, reply);
        handler(call as unknown as Call<E>).then(
          (answer) => this.answer(declared, request, reply, answer),
          (error: unknown) => {
            if (limitsMisses(declared.access)) this.misses.note(request.ip, error);
            void reply.send(error);
          },
        );
      },
    });
  }

  /**
   * Binds an endpoint of the morning's peak: plain requests take the short way, all others the ordinary one, to the
   * same handler.
   * @param mostUnderWay bulkhead, of whichever way
   * @param write JSON of the answer in UTF-8, one byte a character
   */
  bindFast<E extends Endpoints[keyof Endpoints], A extends Answer<E>>(
    endpoint: E,
    mostUnderWay: number,
    handler: (call: FastCall<E>) => Promise<A>,
    write: (answer: A) => string = jsonBytes,
  ): void {
    const bulkhead = new Bulkhead(mostUnderWay);
    const declared: Endpoint = endpoint;
    const bounded = (call: FastCall<E>) => bulkhead.run(() => handler(call));
    const noted = async (call: FastCall<E>, principal: Principal | undefined) => {
      const answer = await bounded(call);
      this.noteUse(declared, principal);
      return answer;
    };
    // What needs no permission, residents' scans above all, takes no turn more for it.
    const needsPermission = declared.access.who === 'staff';
    this.bind(endpoint, async (call) => bounded(call));
    this.options.lane.add({
      endpoint,
      bulkhead,
      admit: (headers) => this.principalOf(endpoint, headers),
      handle: (call) => (needsPermission ? noted(call as FastCall<E>, call.principal) : bounded(call as FastCall<E>)),
      write: (answer) => write(answer as A),
    });
  }

  /** Declared endpoints that nobody bound; empty when the API is whole. */
  missing(all: readonly Endpoint[]): string[] {
    return all.filter((e) => !this.bound.has(e) && (e.access.who !== 'demo' || this.options.isDemo)).map((e) => `${e.method} ${e.path}`);
  }

  private noteUse({ access }: Endpoint, principal: Principal | undefined): void {
    if (access.who === 'staff' && principal?.kind === 'staff') this.options.onPermissionUsed(principal.staffId, access.permission);
  }

  private answer(endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply, answer: unknown): void {
    if (request.headers[UNATTENDED_HEADER] === undefined) this.noteUse(endpoint, request.principal);
    if (!reply.sent)
      void reply
        .code(endpoint.status)
        .header('cache-control', 'no-store')
        .send(contentOf(endpoint, reply, answer));
    this.options.onAnswer(endpoint.path, endpoint.method, endpoint.status, (performance.now() - request.startedAt) / 1000);
  }

  /** @throws {Refusal} always: the request is put off. */
  private shed({ tag }: Endpoint): never {
    this.options.onShed(tag);
    throw busy();
  }

  private admit(endpoint: Endpoint, request: FastifyRequest, done: (error?: Error) => void): void {
    const settle = (principal: Principal | undefined) => {
      // Kept before it is judged: whoever records a refusal needs to know who was refused.
      request.principal = principal;
      const refusal = refusalOf(endpoint.access, principal);
      if (principal?.kind !== 'client') return done(refusal);
      // Every call of another system is counted: where nothing may be written, none is let in.
      const blocked = this.options.writesBlocked();
      if (blocked !== undefined) return done(blocked);
      const call = { address: request.ip, route: `${endpoint.method} ${endpoint.path}`, refusal };
      this.options.enter(principal, call).then(done, done);
    };
    const found = this.callerOf(endpoint, request.headers);
    if (found instanceof Promise) found.then(settle, done);
    else settle(found);
  }

  /**
   * Who calls, without a turn of the event loop where it is known at once.
   * @throws {Refusal} when nobody may write.
   */
  private callerOf({ access, method, events }: Endpoint, headers: CallHeaders): Principal | undefined | Promise<Principal | undefined> {
    const blocked = this.options.writesBlocked();
    if (blocked !== undefined && method !== 'GET') throw blocked;
    // A feed is opened by the page; where nothing may be written, neither is a use.
    const isUse = events === undefined && headers[UNATTENDED_HEADER] === undefined && blocked === undefined;
    const kind = callerKind(access, headers);
    const token = kind === undefined ? undefined : tokenOf(kind, headers, this.options.cookies);
    return kind === undefined || token === undefined ? undefined : this.options.resolve(kind, token, isUse);
  }

  /**
   * Who calls and may.
   * @throws {Refusal} when the caller may not, or nobody may write.
   */
  private principalOf(endpoint: Endpoint, headers: Credentials): Principal | undefined | Promise<Principal | undefined> {
    const found = this.callerOf(endpoint, headers);
    return found instanceof Promise ? found.then((caller) => allowed(endpoint.access, caller)) : allowed(endpoint.access, found);
  }
}

/** An answer goes out as it is; a file as a stream with its type and name. */
function contentOf({ file }: Endpoint, reply: FastifyReply, answer: unknown): unknown {
  if (file === undefined) return answer;
  const { name, content, type = `${file}; charset=utf-8` } = answer as Download;
  void reply.header('content-type', type).header('content-disposition', `attachment; filename="${name}"`);
  return Readable.from(content);
}

/** Headers that say who calls, and whether a person is behind it. */
type CallHeaders = Credentials & { readonly [UNATTENDED_HEADER]?: unknown };

/** Who is behind a call: another system where it may call and shows its key. */
function callerKind(access: Access, headers: Credentials): PrincipalKind | undefined {
  if (isForClients(access) && headerCredential('client', headers.authorization) !== undefined) return 'client';
  return sessionKindOf(access);
}

const isForClients = (access: Access) => access.who === 'staff' && access.clients === true;
const limitsMisses = (access: Access) => access.who === 'anyone' && access.limits === 'misses';
const isLimited = (access: Access) => access.who === 'anyone' && access.limits === undefined;

/** Why somebody may not call a route; undefined when they may. */
function refusalOf(access: Access, principal: Principal | undefined): Refusal | undefined {
  if (sessionKindOf(access) === undefined) return undefined;
  if (principal === undefined) return new Refusal('NOT_SIGNED_IN');
  if (access.who === 'resident' && access.registered && principal.kind === 'resident' && principal.personId === null)
    return new Refusal('REGISTRATION_REQUIRED');
  if (access.who === 'staff' && (principal.kind === 'staff' || principal.kind === 'client') && !mayCall(access, principal))
    return new Refusal('FORBIDDEN');
  if (proofOf(access) === 'fresh' && principal.kind === 'staff' && principal.isFresh !== true) return new Refusal('PROOF_REQUIRED');
  return undefined;
}

const proofOf = (access: Access) => ('proof' in access ? access.proof : undefined);

function allowed(access: Access, principal: Principal | undefined): Principal | undefined {
  const refusal = refusalOf(access, principal);
  if (refusal !== undefined) throw refusal;
  return principal;
}

function mayCall({ permission, area }: Extract<Access, { who: 'staff' }>, staff: Staff | Client): boolean {
  return staff.permissions.has(permission) && hasAreaFor(area, staff);
}

/** One request as a handler sees it. */
class RequestCall implements Call<Endpoint> {
  constructor(
    private readonly options: RouterOptions,
    private readonly endpoint: Endpoint,
    private readonly request: FastifyRequest,
    private readonly reply: FastifyReply,
  ) {}

  get params() {
    return this.request.params as never;
  }

  get query() {
    return this.request.query as never;
  }

  get body() {
    return this.request.body as never;
  }

  get principal() {
    return this.request.principal as never;
  }

  get language(): Language {
    return languageOf(this.request.headers['accept-language']);
  }

  get requestId(): string {
    return this.request.id;
  }

  get address(): string {
    return this.request.ip;
  }

  get userAgent(): string {
    return this.request.headers['user-agent'] ?? '';
  }

  get token(): string | undefined {
    const kind = sessionKindOf(this.endpoint.access);
    return kind === undefined ? undefined : tokenOf(kind, this.request.headers, this.options.cookies);
  }

  heldToken(kind: SessionKind): string | undefined {
    return this.options.cookies.read(this.request.headers.cookie, kind);
  }

  startSession(kind: SessionKind, token: string, maxAgeSeconds: number): void {
    this.reply.header('set-cookie', this.options.cookies.write(kind, token, maxAgeSeconds));
  }

  endSession(kind: SessionKind): void {
    this.startSession(kind, '', 0);
  }

  /** Bound, since handlers hand it on. */
  readonly stream = (onClose: () => void): EventStream => {
    const { token } = this;
    if (token === undefined) throw new Error(`${this.endpoint.path} opens a stream, but nobody has to be signed in`);
    return this.options.streams.start(this.reply, token, onClose);
  };
}

/** CSV and XLSX, as the request chooses. */
const TABLE_TYPES = ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'];

/** The good answer as the document tells it: JSON, a file, a feed, or nothing to say. */
function successOf({ response, file, events }: Endpoint): z.ZodType | { readonly description: string; readonly content: object } {
  if (response !== undefined) return response;
  const types = events === undefined ? mediaTypesOf(file) : ['text/event-stream'];
  if (types.length === 0) return z.null().describe('Done');
  return { description: 'Sent piece by piece', content: Object.fromEntries(types.map((type) => [type, { schema: z.unknown() }])) };
}

function mediaTypesOf(file: Endpoint['file']): readonly string[] {
  if (file === undefined) return [];
  return file === 'table' ? TABLE_TYPES : [file];
}

function schemaOf(endpoint: Endpoint): Record<string, unknown> {
  const name = Object.entries(endpoints).find(([, declared]) => declared === endpoint)?.[0];
  const kind = sessionKindOf(endpoint.access);
  return {
    operationId: name,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    security: kind === undefined ? [] : [{ [kind]: [] }, ...(isForClients(endpoint.access) ? [{ client: [] }] : [])],
    ...(endpoint.access.who === 'staff' ? { 'x-permission': endpoint.access.permission, 'x-area': endpoint.access.area } : {}),
    ...(proofOf(endpoint.access) === undefined ? {} : { 'x-proof': proofOf(endpoint.access) }),
    ...(endpoint.params === undefined ? {} : { params: endpoint.params }),
    ...(endpoint.query === undefined ? {} : { querystring: endpoint.query }),
    ...(endpoint.body === undefined ? {} : { body: endpoint.body }),
    response: { [endpoint.status]: successOf(endpoint), default: Problem },
  };
}
