const DIGITS = 6;

/** Number of an application as it is said on the telephone. */
export const applicationNumber = (number: number) => `A-${String(number).padStart(DIGITS, '0')}`;

/** What somebody looks for: the number of an application, or part of a name. */
export function searchedFor(search: string | undefined): { name: string | undefined; number: number | undefined } {
  const number = /^A-?(\d{1,9})$/i.exec(search ?? '')?.[1];
  return number === undefined ? { name: search, number: undefined } : { name: undefined, number: Number(number) };
}
