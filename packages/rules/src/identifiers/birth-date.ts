/** China has one time zone and no summer time. */
const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000;

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/**
 * Whether eight digits `YYYYMMDD` are a day of the calendar, from 1800 on and not after today in China.
 * @param now epoch milliseconds
 */
export function isBirthDate(digits: string, now: number): boolean {
  const year = Number(digits.slice(0, 4));
  const month = Number(digits.slice(4, 6));
  const day = Number(digits.slice(6, 8));
  const exists = year >= 1800 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists && Date.UTC(year, month - 1, day) - CHINA_OFFSET_MS <= now;
}
