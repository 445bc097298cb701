import type { Database } from '../../platform/database/database';
import type { Language } from '../../platform/i18n';
import { type Division, readDivisions } from './store';

export { withPaths } from './paths';
export { type Division, hasNoDivisions, insertDivisions } from './store';

export interface NamedDivision {
  readonly code: string;
  readonly name: string;
  readonly path: string;
}

/**
 * The list of divisions, held in memory: a whole country is some 45,000 rows and changes once a year, with a restart.
 */
export class Divisions {
  private byCode = new Map<string, Division>();

  async load(db: Database): Promise<void> {
    this.byCode = new Map((await readDivisions(db)).map((division) => [division.code, division]));
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

  children(parent: string | undefined): string[] {
    return this.codes((division) => division.parentCode === (parent ?? null));
  }

  matching(text: string, most: number): string[] {
    const wanted = text.toLowerCase();
    return this.codes((division) => division.nameZh.includes(text) || division.nameEn.toLowerCase().includes(wanted)).slice(0, most);
  }

  private codes(isWanted: (division: Division) => boolean): string[] {
    return [...this.byCode.values()].filter(isWanted).map((division) => division.code);
  }
}
