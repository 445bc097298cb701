import type { NewDivision } from './store';

/** A division as a list of them names it. */
export interface DivisionName {
  readonly code: string;
  readonly parent: string | null;
  readonly nameZh: string;
  readonly nameEn: string;
}

/** A division as an imported list names it; what lies above follows from the code. */
export interface ListedDivision {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

/** Digits of a code, from what lies right above a township up to a province. */
const ABOVE = [6, 4, 2];

/** Known divisions with a list laid over them, in order, each with the nearest one above it that there is. */
export function laidOver(known: readonly ListedDivision[], listed: readonly ListedDivision[]): DivisionName[] {
  const byCode = new Map([...known, ...listed].map((division) => [division.code, division]));
  const parentOf = (code: string) =>
    ABOVE.filter((length) => length < code.length)
      .map((length) => code.slice(0, length))
      .find((above) => byCode.has(above)) ?? null;
  const inOrder = [...byCode.values()].sort((a, b) => a.code.length - b.code.length || (a.code < b.code ? -1 : 1));
  return inOrder.map(({ code, nameZh, nameEn }) => ({ code, parent: parentOf(code), nameZh, nameEn }));
}

/** Levels of the statistical codes that are no place: 北京市东城区, not 北京市市辖区东城区. */
const NO_PLACE: ReadonlySet<string> = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划']);

/** Adds the full path in both languages. Parents must come before their children. */
export function withPaths(divisions: Iterable<DivisionName>): NewDivision[] {
  const paths = new Map<string, NewDivision>();
  for (const { code, parent, nameZh, nameEn } of divisions) {
    const above = parent === null ? undefined : paths.get(parent);
    // 东莞市 has no counties: the list repeats its name one level below.
    const isSaid = NO_PLACE.has(nameZh) || above?.nameZh === nameZh;
    const pathZh = isSaid && above !== undefined ? above.pathZh : `${above?.pathZh ?? ''}${nameZh}`;
    const pathEn = above === undefined ? nameEn : isSaid ? above.pathEn : `${nameEn}, ${above.pathEn}`;
    paths.set(code, { code, parent, nameZh, nameEn, pathZh, pathEn });
  }
  return [...paths.values()];
}
