import type { z } from 'zod';
import type { ErrorCode } from './errors';
import type { Permission } from './permissions';

/**
 * How what a staff route shows or changes relates to the caller's area (F48: everyone sees exactly their own). There is
 * no default: a staff route without it does not compile. What lies outside is not there: 404, and missing from lists.
 */
export type AreaRule =
  /** Stands at a venue: for the account of that venue, and for those whose division covers it. */
  | 'venue'
  /** Belongs to a division: for accounts whose own covers it. Accounts of a single venue are refused. */
  | 'division'
  /** Counts at every door of a city: as `division`, and only accounts of a whole city or more are let in. */
  | 'city'
  /** The same for everybody who holds the permission, for the reason given. */
  | { readonly none: string };

/** Who may call a route. There is no default: a route without it does not compile. */
export type Access =
  | { readonly who: 'anyone' }
  /** Signed in by SMS code; `registered` also asks for name and document. */
  | { readonly who: 'resident'; readonly registered: boolean }
  /** A staff account that holds the permission, within its own area. */
  | { readonly who: 'staff'; readonly permission: Permission; readonly area: AreaRule }
  /** Any signed-in staff account, about itself only. */
  | { readonly who: 'self' }
  /** A paired door screen, about its own venue only. */
  | { readonly who: 'door' }
  /** A registered device, about its own venue only. It proves itself in a header on every request, never by a cookie. */
  | { readonly who: 'device' }
  /** Anybody, in demo mode only; elsewhere the route is not there. */
  | { readonly who: 'demo' };

export type Method = 'GET' | 'POST' | 'DELETE';

/** A route is a declaration: the server binds a handler to it, clients and OpenAPI are derived from it. */
export interface Endpoint {
  readonly method: Method;
  /** With `:name` for path parameters. */
  readonly path: `/api/v1/${string}`;
  readonly tag: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Success status and body; 204 and event streams have no body schema. */
  readonly status: 200 | 201 | 202 | 204;
  readonly response?: z.ZodType;
  /** Media type of a file that is sent piece by piece, instead of `response`. */
  readonly file?: 'text/csv';
  /** A `text/event-stream`; each event's data follows this schema. */
  readonly events?: z.ZodType;
  /** Beyond those every route can give. */
  readonly errors: readonly ErrorCode[];
}

/** Keeps the literal types of a declaration, so that clients infer from it. */
export function endpoint<const E extends Endpoint>(declaration: E): E {
  return declaration;
}
