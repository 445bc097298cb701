import type { VenueClass, VenueState } from '@tongxing/rules';
import { type RawBuilder, sql } from 'kysely';
import type { Database, Queryable } from '../../platform/database/database';
import type { Area } from '../../platform/http/principals';
import { withinArea } from '../area';
import type { VenueRow } from './store';

export interface VenueFilter {
  readonly search: string | undefined;
  readonly divisionCode: string | undefined;
  readonly class: VenueClass | undefined;
  readonly state: VenueState | undefined;
  /** Internal id of the last row seen. */
  readonly after: number | undefined;
  readonly limit: number;
}

/** What is looked for, apart from the page. */
export type VenueWanted = Omit<VenueFilter, 'after' | 'limit'>;

function fits(area: Area, { search, divisionCode, class: venueClass, state }: VenueWanted): RawBuilder<unknown> {
  const pattern = search === undefined ? null : `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`${withinArea(area, 'division_code', 'id')}
      and (${divisionCode ?? null}::text is null or division_code like ${`${divisionCode ?? ''}%`})
      and (${pattern}::text is null or name like ${pattern} or code = upper(replace(${search ?? ''}, '-', '')))
      and (${venueClass ?? null}::text is null or class = ${venueClass ?? null})
      and (${state ?? null}::text is null or state = ${state ?? null})`;
}

export async function countVenues(db: Queryable, area: Area, filter: VenueWanted): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from venues where ${fits(area, filter)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Venues of the caller's area in order of registration. */
export async function listVenues(db: Database, area: Area, { after, limit, ...wanted }: VenueFilter): Promise<VenueRow[]> {
  const { rows } =
    await sql<VenueRow>`select id, public_id, code, name, class, scene, state, address, division_code, contact_phone_sealed, created_at
    from venues where ${fits(area, wanted)} and (${after ?? null}::integer is null or id > ${after ?? null})
    order by id limit ${limit + 1}`.execute(db);
  return rows;
}
