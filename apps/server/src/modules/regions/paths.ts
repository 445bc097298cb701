import type { NewDivision } from './store';

/** A division as a list of them names it. */
export interface DivisionName {
  readonly code: string;
  readonly parent: string | null;
  readonly nameZh: string;
  readonly nameEn: string;
}

/** Adds the full path in both languages. Parents must come before their children. */
export function withPaths(divisions: Iterable<DivisionName>): NewDivision[] {
  const paths = new Map<string, NewDivision>();
  for (const { code, parent, nameZh, nameEn } of divisions) {
    const above = parent === null ? undefined : paths.get(parent);
    const pathEn = above === undefined ? nameEn : `${nameEn}, ${above.pathEn}`;
    paths.set(code, { code, parent, nameZh, nameEn, pathZh: `${above?.pathZh ?? ''}${nameZh}`, pathEn });
  }
  return [...paths.values()];
}
