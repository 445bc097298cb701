const SECOND_MS = 1_000;

let knownSecond = Number.NaN;
let knownText = '';

/**
 * An instant as `Date.prototype.toISOString` writes it, for those written by the thousand within one second: the part up
 * to the second is kept.
 * @param ms epoch milliseconds, a whole number between the years 1 and 9999
 */
export function isoInstant(ms: number): string {
  const second = Math.floor(ms / SECOND_MS);
  if (second !== knownSecond) {
    knownText = new Date(second * SECOND_MS).toISOString().slice(0, -4);
    knownSecond = second;
  }
  const rest = ms - second * SECOND_MS;
  return `${knownText}${rest < 10 ? '00' : rest < 100 ? '0' : ''}${rest}Z`;
}
