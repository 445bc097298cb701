import { endpoints } from '@tongxing/contract';
import type { ModuleContext } from '../module';
import type { Divisions } from './public';

const MOST_MATCHES = 30;

export function bindRegionRoutes({ router }: ModuleContext, divisions: Divisions): void {
  router.bind(endpoints.listDivisions, async ({ query, language }) => {
    const codes = query.search === undefined ? divisions.children(query.parent) : divisions.matching(query.search, MOST_MATCHES);
    return { items: codes.map((code) => divisions.named(code, language)) };
  });
}
