import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import eventIds from '../vectors/event-ids.json';
import venueCodes from '../vectors/venue-codes.json';
import venueLinks from '../vectors/venue-links.json';
import { eventIdFrom, eventTime, formatVenueCode, parseVenueCode, parseVenueLink, venueCodeFrom, venueLink, venueSignature } from './index';

/*
 * The vectors were computed by another program, in another language and by plain multiplication of polynomials. Posters
 * hang for years: a vector is never changed, only added.
 */
function fromHex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

function mac(message: Uint8Array): Uint8Array {
  return createHmac('sha256', fromHex(venueCodes.hmacSha256Key)).update(message).digest();
}

describe('venue codes', () => {
  it.each(venueCodes.venues)('$bytes gives $printed', ({ bytes, code, printed, signature, link }) => {
    expect(venueCodeFrom(fromHex(bytes))).toBe(code);
    expect(formatVenueCode(code)).toBe(printed);
    expect(parseVenueCode(printed)).toEqual({ ok: true, code });
    expect(venueSignature(code, mac)).toBe(signature);
    expect(venueLink(venueCodes.origin, code, signature)).toBe(link);
    expect(parseVenueLink(link, [venueCodes.origin])).toEqual({ ok: true, code, signature });
  });
});

describe('what scanners give', () => {
  it.each(venueLinks.accepted)('accepts $text', ({ text, ...found }) => {
    expect(parseVenueLink(text, venueLinks.allowedOrigins)).toEqual({ ok: true, ...found });
  });

  it.each(venueLinks.refused)('refuses $text: $problem', ({ text, problem }) => {
    expect(parseVenueLink(text, venueLinks.allowedOrigins)).toEqual({ ok: false, problem });
  });
});

describe('event ids', () => {
  it.each(eventIds.ids)('$id is of $ms', ({ ms, random, id }) => {
    expect(eventIdFrom(ms, fromHex(random))).toBe(id);
    expect(eventTime(id)).toBe(ms);
    expect(eventTime(id.toUpperCase())).toBe(ms);
  });

  it.each(eventIds.notVersion7)('%j has no time', (id) => {
    expect(eventTime(id)).toBeUndefined();
  });
});
