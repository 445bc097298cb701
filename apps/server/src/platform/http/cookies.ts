import type { SessionKind } from './principals';

/** One cookie a kind, so that a door tablet and its manager can share a browser. */
const NAMES: Readonly<Record<SessionKind, string>> = {
  resident: 'tongxing_resident',
  staff: 'tongxing_staff',
  door: 'tongxing_door',
};
/** Browsers take such a name from this very host only, over TLS (RFC 6265bis, 4.1.3.2); over plain HTTP they refuse it. */
const HOST_ONLY = '__Host-';

/**
 * The session cookies of a platform. Behind HTTPS their names begin with `__Host-`, so that no neighbouring host and
 * no plain connection can plant one; a cookie of the other name is nobody's. Which it is follows from the public
 * address, once.
 */
export class SessionCookies {
  readonly names: Readonly<Record<SessionKind, string>>;
  private readonly attributes: string;

  constructor(publicUrl: string) {
    const isSecure = publicUrl.startsWith('https://');
    const prefix = isSecure ? HOST_ONLY : '';
    this.names = { resident: prefix + NAMES.resident, staff: prefix + NAMES.staff, door: prefix + NAMES.door };
    this.attributes = `Path=/; HttpOnly${isSecure ? '; Secure' : ''}; SameSite=Lax`;
  }

  /**
   * The session token of a kind out of a `cookie` header; the values are ours and need no decoding. Read by hand, since
   * a scan should not pay for the parsing of cookies that nobody asks for.
   */
  read(header: string | undefined, kind: SessionKind): string | undefined {
    if (header === undefined) return undefined;
    const name = `${this.names[kind]}=`;
    let start = header.indexOf(name);
    // The same letters at the end of a longer name are another cookie.
    while (start > 0 && header[start - 1] !== ' ' && header[start - 1] !== ';') start = header.indexOf(name, start + 1);
    if (start < 0) return undefined;
    const end = header.indexOf(';', start);
    return header.slice(start + name.length, end < 0 ? undefined : end).trim();
  }

  /** `set-cookie` of a session (RFC 6265): readable by no script, sent to no other site. An age of 0 ends it. */
  write(kind: SessionKind, token: string, maxAgeSeconds: number): string {
    return `${this.names[kind]}=${token}; Max-Age=${maxAgeSeconds}; ${this.attributes}`;
  }
}
