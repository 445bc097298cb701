import dayjs, { type Dayjs } from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';
import type { TFunction } from 'i18next';

dayjs.extend(utc);
dayjs.extend(timezone);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WALL = 'YYYY-MM-DDTHH:mm:ss';

/** `08:31` for a clock that runs, with hours when there are any; the sign of the span is dropped. */
export function clockText(ms: number): string {
  const total = Math.floor(Math.abs(ms) / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const rest = `${two(Math.floor((total % 3600) / 60))}:${two(total % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}

/** A duration as people say it, in its two largest units: “2 小时 5 分”. */
export function durationText(ms: number, t: TFunction): string {
  const span = Math.abs(ms);
  if (span < MINUTE) return t('console:time.seconds', { count: Math.floor(span / 1000) });
  const parts: [number, 'days' | 'hours' | 'minutes'][] = [
    [Math.floor(span / DAY), 'days'],
    [Math.floor((span % DAY) / HOUR), 'hours'],
    [Math.floor((span % HOUR) / MINUTE), 'minutes'],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([count, unit]) => t(`console:time.${unit}`, { count }))
    .join(' ');
}

/**
 * What was picked in a calendar, read in the server's time zone: an official who types 08:30 means 08:30 in the city,
 * whatever the computer believes.
 */
export function wallToInstant(picked: Dayjs, timeZone: string): string {
  return dayjs.tz(picked.format(WALL), timeZone).toISOString();
}

/** The other way: an instant as the calendar must show it. */
export function instantToWall(instant: string | number, timeZone: string): Dayjs {
  return dayjs(dayjs(instant).tz(timeZone).format(WALL));
}
