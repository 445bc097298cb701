import { parseSignature } from './signature';
import { parseVenueCode, type VenueCodeProblem } from './venue-code';

/** More than a poster holds; longer input is not looked at. */
const LONGEST_INPUT = 512;

/** Why what was scanned is not a venue of this platform. */
export type VenueLinkProblem = VenueCodeProblem | 'not_a_venue' | 'other_site' | 'signature';

export type ParsedVenueLink =
  | { readonly ok: true; readonly code: string; readonly signature?: string }
  | { readonly ok: false; readonly problem: VenueLinkProblem };

/**
 * What a poster holds: `https://host/v/<code>`, with `?s=` and a signature where the operator signs. Any scanner opens
 * it; it holds no data but the code.
 * @param origin scheme and host, for instance `https://pass.example.org`
 * @param code canonical venue code
 * @throws TypeError when `origin` is no web address
 */
export function venueLink(origin: string, code: string, signature?: string): string {
  const link = `${new URL(origin).origin}/v/${code}`;
  return signature === undefined ? link : `${link}?s=${signature}`;
}

/**
 * The pieces of a link, told apart by hand: a URL parser would repair backslashes, tabs, other alphabets and missing
 * slashes, and every repair is a way to look like us. The host is ASCII without user, percent or trailing dot.
 */
const LINK = /^(https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?)(\/[^?#]*)?(?:\?([^#]*))?(?:#.*)?$/i;
const ANY_LINK = /^[a-z][a-z0-9+.-]*:/i;
const VENUE_PATH = /^\/v\/([0-9a-z-]+)\/?$/i;

/** Lower case and without the port that goes without saying. */
function canonicalOrigin(origin: string): string {
  return origin
    .toLowerCase()
    .replace(/\/$/, '')
    .replace(/^(https:.*):443$/, '$1')
    .replace(/^(http:.*):80$/, '$1');
}

/** `s` of the query; other parameters, which some apps add, are nothing to us. Given twice, it is not ours. */
function signatureOf(query: string): { readonly text: string } | undefined {
  const given = query.split('&').filter((part) => /^s(=|$)/i.test(part));
  return given[0] === undefined ? undefined : { text: given.length === 1 ? given[0].slice(2) : '' };
}

function parseLink(text: string, allowedOrigins: readonly string[]): ParsedVenueLink {
  const [, origin = '', path = '', query = ''] = LINK.exec(text) ?? [];
  if (!allowedOrigins.map(canonicalOrigin).includes(canonicalOrigin(origin))) return { ok: false, problem: 'other_site' };
  const written = VENUE_PATH.exec(path)?.[1];
  if (written === undefined) return { ok: false, problem: 'not_a_venue' };
  const parsed = parseVenueCode(written);
  const given = signatureOf(query);
  if (!parsed.ok || !given) return parsed;
  const signature = parseSignature(given.text);
  return signature === undefined ? { ok: false, problem: 'signature' } : { ok: true, code: parsed.code, signature };
}

/**
 * Reads what a scanner or a keyboard gave: a poster link of one of our origins, in upper case too, or the bare code.
 * A signature is read, not verified.
 * @param allowedOrigins for instance `['https://pass.example.org']`; a domain in Chinese in its `xn--` form
 */
export function parseVenueLink(text: string, allowedOrigins: readonly string[]): ParsedVenueLink {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_INPUT) return { ok: false, problem: 'not_a_venue' };
  if (ANY_LINK.test(trimmed)) return parseLink(trimmed, allowedOrigins);
  return /[/:\\@%?#.]/.test(trimmed) ? { ok: false, problem: 'not_a_venue' } : parseVenueCode(trimmed);
}
