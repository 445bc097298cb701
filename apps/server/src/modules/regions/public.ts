import type { Database, Queryable } from '../../platform/database/database';
import type { Language } from '../../platform/i18n';
import { type ListedDivision, laidOver, withPaths } from './paths';
import { type Division, putDivisions, readDivisions } from './store';

export { type ListedDivision, withPaths } from './paths';
export { type Division, hasNoDivisions, putDivisions } from './store';

export interface NamedDivision {
  readonly code: string;
  readonly name: string;
  readonly path: string;
}

/** Lays a list over the divisions there are, with the paths of all of them; none is removed. */
export async function mergeDivisions(db: Queryable, listed: readonly ListedDivision[]): Promise<{ added: number; renamed: number }> {
  return putDivisions(db, withPaths(laidOver(await readDivisions(db), listed)));
}

/**
 * The list of divisions, held in memory: a whole country is some 45,000 rows and changes once a year, with a restart.
 */
export class Divisions {
  private byCode = new Map<string, Division>();
  private below = new Map<string | null, string[]>();

  async load(db: Database): Promise<void> {
    const all = await readDivisions(db);
    this.byCode = new Map(all.map((division) => [division.code, division]));
    this.below = new Map();
    for (const { code, parentCode } of all) {
      const siblings = this.below.get(parentCode);
      if (siblings === undefined) this.below.set(parentCode, [code]);
      else siblings.push(code);
    }
  }

  has(code: string): boolean {
    return this.byCode.has(code);
  }

  /** Name and path in a language; an unknown code names itself. */
  named(code: string, language: Language): NamedDivision {
    const division = this.byCode.get(code);
    if (division === undefined) return { code, name: code, path: code };
    return language === 'en'
      ? { code, name: division.nameEn, path: division.pathEn }
      : { code, name: division.nameZh, path: division.pathZh };
  }

  children(parent: string | undefined): readonly string[] {
    return this.below.get(parent ?? null) ?? [];
  }

  matching(text: string, most: number): string[] {
    const wanted = text.toLowerCase();
    const isMatch = ({ nameZh, nameEn }: Division) => nameZh.includes(text) || nameEn.toLowerCase().includes(wanted);
    return [...this.byCode.values()]
      .filter(isMatch)
      .slice(0, most)
      .map(({ code }) => code);
  }
}
