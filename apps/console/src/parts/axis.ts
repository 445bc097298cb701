/** The next round number at or above (1, 2, 4, 5 or 8 times a power of ten) whose quarters are whole. */
export function niceCeiling(value: number): number {
  if (value <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(value));
  const tops = [1, 2, 4, 5, 8, 10, 20].map((step) => step * power);
  return tops.find((top) => top >= value && top % 4 === 0) ?? value;
}
