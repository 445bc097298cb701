import type { SessionCookies } from './cookies';
import type { PlainHeaders } from './lane/plain-request';
import { headerCredential, type Principal, type PrincipalKind } from './principals';

/** Headers that say who calls. */
export type Credentials = Pick<PlainHeaders, 'cookie' | 'authorization'>;
/**
 * The principal behind a session token or a device's secret, or undefined when it is unknown, ended, suspended or revoked.
 * `isUse`: a person works in the session, which goes on for it.
 */
export type Resolve = (kind: PrincipalKind, token: string, isUse?: boolean) => Principal | undefined | Promise<Principal | undefined>;

/** What a caller shows to be of a kind. */
export function tokenOf(kind: PrincipalKind, headers: Credentials, cookies: SessionCookies): string | undefined {
  if (kind === 'device' || kind === 'client') return headerCredential(kind, headers.authorization);
  return cookies.read(headers.cookie, kind);
}

/** Kinds whose steps beyond what is theirs are kept. A resident wants their own things only. */
const WATCHED = ['staff', 'door', 'device', 'client'] as const;

/** Who stands at a route that is for others, known by what they show for routes of their own. */
export async function strangerIn(headers: Credentials, cookies: SessionCookies, resolve: Resolve): Promise<Principal | undefined> {
  for (const kind of WATCHED) {
    const token = tokenOf(kind, headers, cookies);
    const principal = token === undefined ? undefined : await resolve(kind, token);
    if (principal !== undefined) return principal;
  }
  return undefined;
}
