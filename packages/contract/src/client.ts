/**
 * The API client of the web apps, the simulator and the CLI. Types are inferred from the route declarations;
 * at run time it is only `fetch`, so a page that imports it does not carry the schemas.
 */
import type { z } from 'zod';
import type { Endpoints } from './endpoints/index';
import type { ErrorCode, FieldError, Problem } from './errors';

type ByRoute = { [K in keyof Endpoints as `${Endpoints[K]['method']} ${Endpoints[K]['path']}`]: Endpoints[K] };
/** A route as it is written in code: `POST /api/v1/scans`. */
export type Route = keyof ByRoute;

type Part<R extends Route, P extends 'params' | 'query' | 'body'> = ByRoute[R] extends { readonly [K in P]: infer S extends z.ZodType }
  ? { [K in P]: z.input<S> }
  : { [K in P]?: never };
/** Query fields are always optional on the wire, so the whole may be left out. */
type QueryPart<R extends Route> = ByRoute[R] extends { readonly query: infer S extends z.ZodType }
  ? { query?: z.input<S> }
  : { query?: never };
export type Input<R extends Route> = Part<R, 'params'> & QueryPart<R> & Part<R, 'body'>;
export type Output<R extends Route> = ByRoute[R] extends { readonly response: infer S extends z.ZodType } ? z.output<S> : undefined;

export { UNATTENDED_HEADER } from './endpoint';

/** A refusal or failure, in the same words the server used. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly code: ErrorCode | 'NETWORK',
    readonly status: number,
    message: string,
    readonly fields: readonly FieldError[] = [],
    readonly retryAfterSeconds?: number,
    readonly requestId?: string,
    /** What its words name. */
    readonly values?: Problem['values'],
  ) {
    super(message);
  }
}

export interface ClientOptions {
  /** Origin without a trailing slash; empty for the page's own. */
  readonly baseUrl?: string;
  readonly fetch?: typeof fetch;
  /** BCP 47; asked for on every call. */
  readonly language?: () => string;
  readonly headers?: () => Record<string, string>;
  /** Milliseconds; 15,000 by default. */
  readonly timeoutMs?: number;
}

export type Client = <R extends Route>(
  route: R,
  ...input: Record<string, never> extends Input<R> ? [Input<R>?] : [Input<R>]
) => Promise<Output<R>>;

interface LooseInput {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

function address(baseUrl: string, path: string, input: LooseInput): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ''));
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== '') query.set(key, String(value));
  }
  return `${baseUrl}${filled}${query.size > 0 ? `?${query}` : ''}`;
}

/** The refusal or failure that an answer says. */
export async function failure(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => undefined)) as Problem | undefined;
  if (problem?.code === undefined)
    return new ApiError(response.status === 503 ? 'UNAVAILABLE' : 'INTERNAL', response.status, response.statusText);
  const { code, status, detail, errors = [], retryAfterSeconds, requestId, values } = problem;
  return new ApiError(code, status, detail, errors, retryAfterSeconds, requestId, values);
}

/**
 * Makes a typed client. Every call resolves with the declared answer or rejects with {@link ApiError};
 * `NETWORK` means that no answer came and the outcome is unknown: repeat with the same ids.
 */
export function createClient(options: ClientOptions = {}): Client {
  const send = options.fetch ?? globalThis.fetch.bind(globalThis);
  const call = async (route: string, input: LooseInput = {}): Promise<unknown> => {
    const [method, path] = route.split(' ') as [string, string];
    const headers: Record<string, string> = { accept: 'application/json', ...options.headers?.() };
    const language = options.language?.();
    if (language !== undefined) headers['accept-language'] = language;
    const request: RequestInit = { method, headers, signal: AbortSignal.timeout(options.timeoutMs ?? 15_000), credentials: 'same-origin' };
    if (input.body !== undefined) {
      headers['content-type'] = 'application/json';
      request.body = JSON.stringify(input.body);
    }
    const response = await send(address(options.baseUrl ?? '', path, input), request).catch((cause: unknown) => {
      throw new ApiError('NETWORK', 0, cause instanceof Error ? cause.message : 'network');
    });
    if (!response.ok) throw await failure(response);
    return response.status === 204 ? undefined : response.json();
  };
  return call as Client;
}
