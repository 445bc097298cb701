/** From values to places, and where its lines are. */
export interface Scale {
  place(value: number): number;
  readonly ticks: readonly number[];
}

const STEPS = [1, 2, 2.5, 5, 10];
const MOST_TICKS = 5;

/** From zero to a round number above the largest value. */
export function linear(most: number, from: number, to: number): Scale {
  const rough = Math.max(most, 1) / MOST_TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((one) => one * power >= rough) ?? 10) * power;
  const count = Math.ceil(Math.max(most, 1) / step);
  return {
    place: (value) => from + ((to - from) * value) / (step * count),
    ticks: Array.from({ length: count + 1 }, (_, index) => index * step),
  };
}

/** Powers of ten around the values; what is not above zero lies at the lowest. */
export function logarithmic(values: readonly number[], from: number, to: number): Scale {
  const above = values.filter((value) => value > 0);
  const lowest = Math.floor(Math.log10(Math.min(...above, 10)));
  const highest = Math.max(Math.ceil(Math.log10(Math.max(...above, 10))), lowest + 1);
  return {
    place: (value) => from + ((to - from) * (Math.log10(Math.max(value, 10 ** lowest)) - lowest)) / (highest - lowest),
    ticks: Array.from({ length: highest - lowest + 1 }, (_, index) => 10 ** (lowest + index)),
  };
}
