import type { VenueClass, VenueState } from '@tongxing/rules';
import { type RawBuilder, sql } from 'kysely';
import type { Database, Queryable } from '../../platform/database/database';
import type { Area } from '../../platform/http/principals';
import { withinArea } from '../area';

/** What a poster takes from a venue. */
export interface PosterRow {
  readonly id: number;
  readonly publicId: string;
  readonly code: string;
  readonly name: string;
  readonly address: string;
  readonly divisionCode: string;
  readonly state: VenueState;
  readonly issue: number;
  readonly issuedAt: Date;
}

/** Which venues get posters. */
export interface PostersWanted {
  readonly search?: string | undefined;
  readonly divisionCode?: string | undefined;
  readonly class?: VenueClass | undefined;
  readonly state?: VenueState | undefined;
}

const posterColumns = sql`id, public_id, code, name, address, division_code, state, issue, coalesce(issued_at, created_at) as issued_at`;

export async function findPoster(db: Queryable, area: Area, publicId: string): Promise<PosterRow | undefined> {
  const { rows } = await sql<PosterRow>`select ${posterColumns} from venues
    where public_id = ${publicId} and ${withinArea(area, 'division_code', 'id')}`.execute(db);
  return rows[0];
}

function fits(area: Area, { search, divisionCode, class: venueClass, state }: PostersWanted): RawBuilder<unknown> {
  const pattern = search === undefined ? null : `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`${withinArea(area, 'division_code', 'id')} and state <> 'retired'
      and (${divisionCode ?? null}::text is null or division_code like ${`${divisionCode ?? ''}%`})
      and (${pattern}::text is null or name like ${pattern} or code = upper(replace(${search ?? ''}, '-', '')))
      and (${venueClass ?? null}::text is null or class = ${venueClass ?? null})
      and (${state ?? null}::text is null or state = ${state ?? null})`;
}

export async function countPosters(db: Queryable, area: Area, wanted: PostersWanted): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from venues where ${fits(area, wanted)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Venues in order of registration, behind the last one seen. */
export async function listPosters(
  db: Database,
  area: Area,
  wanted: PostersWanted,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<PosterRow[]> {
  const { rows } = await sql<PosterRow>`select ${posterColumns} from venues
    where ${fits(area, wanted)} and id > ${after} order by id limit ${limit}`.execute(db);
  return rows;
}
