import type { ScanAnswer } from '@tongxing/contract';

/** Text of the part that is the same for every visitor of a venue, made once. */
const venueTexts = new WeakMap<ScanAnswer['venue'], string>();

const NOT_ASCII = /[^\x20-\x7e]/g;
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function venueText(venue: ScanAnswer['venue']): string {
  const known = venueTexts.get(venue);
  if (known !== undefined) return known;
  // Through bytes, since a text made from a Chinese one keeps two bytes a character whatever it holds.
  const text = Buffer.from(JSON.stringify(venue).replace(NOT_ASCII, escaped), 'latin1').toString('latin1');
  venueTexts.set(venue, text);
  return text;
}

/**
 * The JSON of an answer, in ASCII. Written by hand for the one answer of which there are 20,000 a second: the rest of it
 * are numbers, times and words of our own, and a text of one byte a character goes to the socket without being encoded,
 * which saves a third of the sending.
 */
export function scanAnswerText(answer: ScanAnswer): string {
  const { eventId, at, recordedAt, verdict, reasons, advice, evidence, venue, sign, repeated, stale } = answer;
  return `{"eventId":"${eventId}","at":"${at}","recordedAt":"${recordedAt}","verdict":"${verdict}","reasons":["${reasons.join('","')}"],"advice":"${advice}","evidence":"${evidence}","venue":${venueText(venue)},"sign":"${sign}","repeated":${repeated},"stale":${stale}}`;
}
