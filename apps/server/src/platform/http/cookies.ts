import { COOKIES, type SessionKind } from './principals';

/**
 * The session token of a kind out of a `cookie` header; the values are ours and need no decoding. Read by hand, since
 * a scan should not pay for the parsing of cookies that nobody asks for.
 */
export function sessionToken(header: string | undefined, kind: SessionKind): string | undefined {
  if (header === undefined) return undefined;
  const name = `${COOKIES[kind]}=`;
  let start = header.indexOf(name);
  // The same letters at the end of a longer name are another cookie.
  while (start > 0 && header[start - 1] !== ' ' && header[start - 1] !== ';') start = header.indexOf(name, start + 1);
  if (start < 0) return undefined;
  const end = header.indexOf(';', start);
  return header.slice(start + name.length, end < 0 ? undefined : end).trim();
}

/** `set-cookie` of a session (RFC 6265): readable by no script, sent to no other site. An age of 0 ends it. */
export function sessionCookie(kind: SessionKind, token: string, maxAgeSeconds: number, isSecure: boolean): string {
  return `${COOKIES[kind]}=${token}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly${isSecure ? '; Secure' : ''}; SameSite=Lax`;
}
