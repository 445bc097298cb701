/** x⁵ + x² + 1, primitive over GF(2): the powers of x run through all 31 elements of GF(32) but zero. */
const REDUCE = 0b100101;

/** Times x in GF(32). */
function timesX(value: number): number {
  const shifted = value << 1;
  return shifted & 32 ? shifted ^ REDUCE : shifted;
}

/**
 * Check symbol over GF(32): the symbol that makes Σ symbol·x^place zero, places counted from the right, the check
 * symbol at place 0.
 *
 * A wrong symbol changes the sum by d·x^p, never zero. Two swapped symbols change it by d·(x^p + x^q), zero only for
 * equal weights, and up to 31 places all weights differ. So every wrong symbol and every swap is found, of neighbours
 * or not, and the check stays within the 32 symbols, which no MOD 37 scheme does.
 */
export function checkSymbol(symbols: readonly number[]): number {
  return symbols.reduce((sum, symbol) => timesX(sum ^ symbol), 0);
}
