/**
 * Day boundaries in the city's own time zone: the one place where an instant becomes a day. A wrong boundary
 * would put a visit into the wrong partition and a person under the wrong rule.
 */
const DAY_MS = 86_400_000;

const QUARTER_MS = 900_000;
/** One a zone: making a format takes fifty times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();
/** The quarter of an hour asked for last, and its day; no zone changes its day in the middle of one. */
let latest = { quarter: Number.NaN, timeZone: '', day: '' };

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, made);
  return made;
}

/** Calendar day `YYYY-MM-DD` of an instant (epoch ms, since 1970) in an IANA time zone. */
export function dayOf(ms: number, timeZone: string): string {
  const quarter = Math.floor(ms / QUARTER_MS);
  if (quarter !== latest.quarter || timeZone !== latest.timeZone) latest = { quarter, timeZone, day: formatOf(timeZone).format(ms) };
  return latest.day;
}

/** Calendar year of an instant in a time zone. */
export function yearOf(ms: number, timeZone: string): string {
  return dayOf(ms, timeZone).slice(0, 4);
}

/** The day `count` days after (or before) the day of an instant. */
export function dayFrom(ms: number, count: number, timeZone: string): string {
  const noon = Date.parse(`${dayOf(ms, timeZone)}T12:00:00Z`);
  return new Date(noon + count * DAY_MS).toISOString().slice(0, 10);
}

/** What a zone is ahead of UTC at an instant, in ms. */
function offsetAt(ms: number, timeZone: string): number {
  const local = new Date(ms).toLocaleString('sv-SE', { timeZone });
  return Date.parse(`${local.replace(' ', 'T')}Z`) - ms;
}

/** Start of the city's day in which an instant lies. */
export function startOfDay(now: number, timeZone: string): Date {
  const midnight = Date.parse(`${dayOf(now, timeZone)}T00:00:00Z`);
  // Twice, since the offset wanted is that of the answer; zones that shift at midnight itself do not use this platform.
  const near = midnight - offsetAt(midnight, timeZone);
  return new Date(midnight - offsetAt(near, timeZone));
}
