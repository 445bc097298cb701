/** Node's `fetch` keeps no cookies; one jar per person makes it behave as that person's browser does. */

interface SetCookie {
  readonly name: string;
  readonly value: string;
  readonly isEnded: boolean;
}

function parse(header: string): SetCookie | undefined {
  const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
  const equals = pair.indexOf('=');
  if (equals < 1) return undefined;
  const value = pair.slice(equals + 1);
  const isEnded = value === '' || attributes.some((attribute) => /^max-age=(0|-\d+)$/i.test(attribute));
  return { name: pair.slice(0, equals), value, isEnded };
}

/**
 * A `fetch` with a jar of its own for one origin: sends back what `Set-Cookie` gave it and drops what was ended.
 * Path, domain and expiry dates are not looked at; the API sets session cookies for its own origin only.
 *
 * @param origin sent as `Origin`, as a page of that site would: the server refuses changes from elsewhere
 */
export function cookieFetch(origin: string, send: typeof fetch = fetch): typeof fetch {
  const jar = new Map<string, string>();
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('origin', origin);
    if (jar.size > 0) headers.set('cookie', Array.from(jar, ([name, value]) => `${name}=${value}`).join('; '));
    const response = await send(input, { ...init, headers });
    for (const header of response.headers.getSetCookie()) {
      const cookie = parse(header);
      if (cookie?.isEnded === true) jar.delete(cookie.name);
      else if (cookie !== undefined) jar.set(cookie.name, cookie.value);
    }
    return response;
  };
}
