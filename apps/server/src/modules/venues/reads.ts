import type { VenueClass, VenueState } from '@tongxing/rules';
import { sql } from 'kysely';
import type { Database } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
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

/** Venues of the caller's area in order of registration. */
export async function listVenues(db: Database, staff: Staff, filter: VenueFilter): Promise<VenueRow[]> {
  const pattern = filter.search === undefined ? null : `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } =
    await sql<VenueRow>`select id, public_id, code, name, class, scene, state, address, division_code, contact_phone_sealed, created_at
    from venues
    where ${withinArea(staff, 'division_code', 'id')}
      and (${filter.divisionCode ?? null}::text is null or division_code like ${`${filter.divisionCode ?? ''}%`})
      and (${pattern}::text is null or name like ${pattern} or code = upper(replace(${filter.search ?? ''}, '-', '')))
      and (${filter.class ?? null}::text is null or class = ${filter.class ?? null})
      and (${filter.state ?? null}::text is null or state = ${filter.state ?? null})
      and (${filter.after ?? null}::integer is null or id > ${filter.after ?? null})
    order by id limit ${filter.limit + 1}`.execute(db);
  return rows;
}
