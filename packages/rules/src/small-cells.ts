/** `few`: above nothing and below the least that is told. `withheld`: it would tell of one that is few. */
export type ShownTotal = number | 'few' | 'withheld';

/** A total by itself. @param least smallest that is told, above 1 */
export function shownTotal(total: number, least: number): ShownTotal {
  return total > 0 && total < least ? 'few' : total;
}

/**
 * Parts of a total that is told, none of which can be computed from the others: parts that are few are hidden, and with
 * them the first of the rest where one value alone would fit what is hidden (primary and complementary cell suppression).
 * The first and not the smallest, since that would say how large it is at most. Where that is not enough, and where the
 * parts are few on average, nothing is told. Whoever knows this rule learns no hidden part either.
 *
 * @param parts whole numbers whose sum is, or may be, told
 * @param least smallest that is told, above 1
 */
export function shownParts(parts: readonly number[], least: number): ShownTotal[] {
  const shown = parts.map((part) => shownTotal(part, least));
  const total = parts.reduce((sum, part) => sum + part, 0);
  const few = parts.filter((part) => part > 0 && part < least);
  if (few.length === 0 || total < least) return shown;
  const sum = few.reduce((all, part) => all + part, 0);
  const first = parts.findIndex((part) => part >= least);
  const mightAllBeFew = total <= parts.filter((part) => part > 0).length * (least - 1);
  if (mightAllBeFew || first < 0) return parts.map(() => 'withheld');
  if (isSafe({ few: few.length, withheld: 0, sum, least })) return shown;
  if (!isSafe({ few: few.length, withheld: 1, sum: sum + (parts[first] ?? 0), least })) return parts.map(() => 'withheld');
  return shown.with(first, 'withheld');
}

interface Hidden {
  readonly few: number;
  readonly withheld: number;
  /** Of everything hidden: who knows the total knows it. */
  readonly sum: number;
  readonly least: number;
}

/** Whether no hidden part follows from their sum: it is neither the lowest nor the highest they could have. */
function isSafe({ few, withheld, sum, least }: Hidden): boolean {
  const lowest = few + withheld * least;
  const isBelowHighest = withheld > 0 || sum < few * (least - 1);
  return few + withheld > 1 && sum >= least && sum > lowest && isBelowHighest;
}
