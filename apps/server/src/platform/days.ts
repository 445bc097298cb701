/**
 * Day boundaries in the city's own time zone: the one place where an instant becomes a day. A wrong boundary
 * would put a visit into the wrong partition and a person under the wrong rule.
 */
const DAY_MS = 86_400_000;

/** Calendar day `YYYY-MM-DD` of an instant (epoch ms) in an IANA time zone. */
export function dayOf(ms: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(ms);
}

/** The day `count` days after (or before) the day of an instant. */
export function dayFrom(ms: number, count: number, timeZone: string): string {
  const noon = Date.parse(`${dayOf(ms, timeZone)}T12:00:00Z`);
  return new Date(noon + count * DAY_MS).toISOString().slice(0, 10);
}

/** Start of the city's day in which an instant lies. */
export function startOfDay(now: number, timeZone: string): Date {
  const day = dayOf(now, timeZone);
  // The offset of the zone at noon serves for the whole day; zones that shift at midnight do not use this platform.
  const noon = Date.parse(`${day}T12:00:00Z`);
  const local = new Date(noon).toLocaleString('sv-SE', { timeZone });
  const offsetMs = Date.parse(`${local.replace(' ', 'T')}Z`) - noon;
  return new Date(Date.parse(`${day}T00:00:00Z`) - offsetMs);
}
