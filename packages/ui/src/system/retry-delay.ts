/** How far pauses grow when a server keeps refusing. Milliseconds. */
export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * Milliseconds until the next try after a refusal: never less than the server asked for, longer with every refusal, and
 * spread, so that those who were refused together do not come back together (full jitter on top of the pause asked for).
 *
 * @param refusals how often in a row, this one included
 * @param askedSeconds the server's Retry-After; undefined when it said nothing
 * @param dice from 0 up to, not including, 1
 */
export function retryDelayMs(refusals: number, askedSeconds: number | undefined, { firstMs, mostMs }: Backoff, dice: number): number {
  const grown = Math.min(mostMs, firstMs * 2 ** Math.max(0, refusals - 1));
  return Math.ceil(Math.max((askedSeconds ?? 0) * 1000, grown) + dice * grown);
}

/**
 * A pause of a quarter less to a quarter more, for what is asked again and again: pages opened together drift apart.
 *
 * @param dice from 0 up to, not including, 1
 */
export function spreadMs(everyMs: number, dice: number): number {
  return Math.round(everyMs * (0.75 + dice / 2));
}
