import { formatVenueCode, parseVenueCode, parseVenueLink } from '@tongxing/codes';

const CODE_LENGTH = 13;

/** What stands in the field so far. `shown` is how it reads best. */
export type CodeEntry =
  | { readonly kind: 'empty'; readonly shown: string }
  | { readonly kind: 'unfinished'; readonly shown: string; readonly missing: number }
  | { readonly kind: 'wrong'; readonly shown: string }
  | { readonly kind: 'code'; readonly shown: string; readonly code: string };

/** Groups of 4, 4 and 5 as on the poster, also while they are being filled. */
function inGroups(symbols: string): string {
  return [symbols.slice(0, 4), symbols.slice(4, 8), symbols.slice(8)].filter((group) => group !== '').join('-');
}

function readLink(text: string, origins: readonly string[]): CodeEntry {
  const link = parseVenueLink(text, origins);
  return link.ok ? { kind: 'code', shown: formatVenueCode(link.code), code: link.code } : { kind: 'wrong', shown: text };
}

/**
 * Reads what was typed or pasted: a venue code in any spelling, or the link of a poster.
 *
 * @param origins the page's own and what posters carry; links of other sites are wrong here
 */
export function readCodeEntry(text: string, origins: readonly string[]): CodeEntry {
  if (/[/:.?]/.test(text)) return readLink(text, origins);
  const symbols = text.replace(/[\s\u2010-\u2015-]/g, '').toUpperCase();
  if (symbols === '') return { kind: 'empty', shown: '' };
  const parsed = parseVenueCode(symbols);
  if (parsed.ok) return { kind: 'code', shown: formatVenueCode(parsed.code), code: parsed.code };
  const isUnfinished = parsed.problem === 'length' && symbols.length < CODE_LENGTH;
  const shown = inGroups(symbols);
  return isUnfinished ? { kind: 'unfinished', shown, missing: CODE_LENGTH - symbols.length } : { kind: 'wrong', shown };
}
