/** Milliseconds that a zone's wall clock is ahead of UTC at an instant. */
function zoneOffset(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '00';
  const wall = Date.parse(`${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`);
  return wall - Math.floor(instant / 1000) * 1000;
}

/** Epoch ms at which a calendar day (`YYYY-MM-DD`) begins in a zone. */
export function startOfDay(day: string, timeZone: string): number {
  const asIfUtc = Date.parse(`${day}T00:00:00Z`);
  return asIfUtc - zoneOffset(asIfUtc - zoneOffset(asIfUtc, timeZone), timeZone);
}

/** Today's calendar day in a zone, `YYYY-MM-DD`. */
export function dayIn(instant: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);
}

/**
 * The stay from the first to the last day, both included, as instants. A stay that ends today ends now:
 * nobody declares the future.
 */
export function stayOfDays(
  from: string,
  to: string,
  timeZone: string,
  now: number,
): { readonly arrivedAt: string; readonly leftAt: string } {
  const dayAfter = new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const leftAt = Math.min(startOfDay(dayAfter, timeZone), now);
  return { arrivedAt: new Date(startOfDay(from, timeZone)).toISOString(), leftAt: new Date(leftAt).toISOString() };
}
