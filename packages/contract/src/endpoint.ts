import type { z } from 'zod';
import type { ErrorCode } from './errors';
import type { Permission } from './permissions';

/** What somebody is at a venue. */
type MemberRole = 'manager' | 'inspector';

/**
 * How what a staff route shows or changes relates to the caller's area (F48: everyone sees exactly their own). There is
 * no default: a staff route without it does not compile. What lies outside is not there: 404, and missing from lists.
 */
export type AreaRule =
  /** Stands at a venue: for its own account, and for those whose division, functional area or industry covers it. */
  | 'venue'
  /** Belongs to a division: for accounts whose own covers it. Accounts with an area of another kind are refused. */
  | 'division'
  /** Counts at every door of a city: as `division`, and only accounts of a whole city or more are let in. */
  | 'city'
  /** The same for everybody who holds the permission, for the reason given. */
  | { readonly none: string };

/**
 * A read with this header was made by a page of itself, with nobody at the desk: it keeps no session of staff alive. The
 * permission is noted as used all the same, and a command is always somebody's.
 */
export const UNATTENDED_HEADER = 'x-tongxing-unattended';

/**
 * A dangerous step asks whoever holds the session to have proved who they are within the last ten minutes: by signing
 * in, or by `POST /api/v1/staff/sessions/current/proof`. Otherwise it is refused with PROOF_REQUIRED.
 */
export type Proof = 'fresh';

/** Who may call a route. There is no default: a route without it does not compile. */
export type Access =
  /** With `limits: 'misses'` what is not there counts against an address, not what is: ids that many look up behind one address. */
  | { readonly who: 'anyone'; readonly limits?: 'misses' }
  /** Signed in by SMS code; `registered` also asks for name and document. */
  | { readonly who: 'resident'; readonly registered: boolean }
  /** A staff account that holds the permission, within its own area; with `clients` also another system that was given it. */
  | {
      readonly who: 'staff';
      readonly permission: Permission;
      readonly area: AreaRule;
      readonly clients?: true;
      readonly proof?: Proof;
    }
  /** Any signed-in staff account, about itself only. */
  | { readonly who: 'self'; readonly proof?: Proof }
  /** A registered resident who manages the venue of the path or inspects there, looked up at each call; no other venue is there. */
  | { readonly who: 'member'; readonly roles: readonly MemberRole[] }
  /** A paired door screen, about its own venue only. */
  | { readonly who: 'door' }
  /** A registered device, about its own venue only. It shows the token of its session in a header, never a cookie. */
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
  /**
   * A file that is sent piece by piece, instead of `response`: its media type, or `table` for a list that is CSV or XLSX as
   * the body says.
   */
  readonly file?: 'table' | 'application/json' | 'application/pdf';
  /** A `text/event-stream`; each event's data follows this schema. */
  readonly events?: z.ZodType;
  /** Beyond those every route can give. */
  readonly errors: readonly ErrorCode[];
}

/** Keeps the literal types of a declaration, so that clients infer from it. */
export function endpoint<const E extends Endpoint>(declaration: E): E {
  return declaration;
}
