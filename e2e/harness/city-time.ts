/** A moment as the city's clocks show it, the way a picker of the console reads it: `YYYY-MM-DD HH:mm`. */
export function cityMoment(at: number): string {
  const shanghai = new Date(at + 8 * 3_600_000);
  return shanghai.toISOString().slice(0, 16).replace('T', ' ');
}
