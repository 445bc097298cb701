import type { PathParams, RouteAnswer } from './route-answer';

/** Who answers at an address, and what the address says. */
export interface FoundRoute {
  readonly route: RouteAnswer;
  readonly params?: PathParams;
}

interface Pattern {
  readonly before: string;
  readonly name: string;
  readonly after: string;
  readonly route: RouteAnswer;
}

const PARAMETER = /^([^:]*):(\w+)([^:]*)$/;

/** Which route of the lane answers at which address. There are few: most are found by the whole address. */
export class LaneRoutes {
  private readonly whole = new Map<string, FoundRoute>();
  private readonly patterns: Pattern[] = [];

  get isEmpty(): boolean {
    return this.whole.size === 0 && this.patterns.length === 0;
  }

  /** @param path as declared, with one `:name` at most */
  add(path: string, route: RouteAnswer): void {
    const [, before, name, after] = PARAMETER.exec(path) ?? [];
    if (before === undefined || name === undefined || after === undefined) this.whole.set(path, { route });
    else this.patterns.push({ before, name, after, route });
  }

  at(path: string): FoundRoute | undefined {
    const found = this.whole.get(path);
    if (found !== undefined) return found;
    for (const { before, name, after, route } of this.patterns) {
      if (!path.startsWith(before) || !path.endsWith(after)) continue;
      const value = path.slice(before.length, path.length - after.length);
      if (value !== '' && !value.includes('/')) return { route, params: { [name]: value } };
    }
    return undefined;
  }
}
