import { sql } from 'kysely';
import type { Place } from '../../platform/cursor';
import type { Queryable, Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { withinDivision } from '../area';

export interface FunctionalAreaRow {
  readonly id: number;
  readonly publicId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly areaCode: string;
  readonly townships: string[];
  readonly accounts: number;
  readonly version: number;
  readonly createdAt: Date;
}

const columns = sql`f.id, f.public_id, f.name_zh, f.name_en, f.area_code, f.version, f.created_at,
  array(select d.division_code from functional_area_divisions d where d.functional_area_id = f.id order by 1) as townships,
  (select count(*) from staff_accounts s where s.functional_area_id = f.id) as accounts`;

/** Functional areas kept inside the caller's area, newest first. */
export async function listFunctionalAreas(
  db: Queryable,
  staff: Staff,
  place: Place | undefined,
  limit: number,
): Promise<FunctionalAreaRow[]> {
  const older = place === undefined ? sql`true` : sql`(f.created_at, f.public_id) < (${place.at}, ${place.id}::uuid)`;
  const { rows } = await sql<FunctionalAreaRow>`select ${columns} from functional_areas f
    where ${withinDivision(staff, 'f.area_code')} and ${older}
    order by f.created_at desc, f.public_id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export async function findFunctionalArea(db: Queryable, staff: Staff, publicId: string): Promise<FunctionalAreaRow | undefined> {
  const { rows } = await sql<FunctionalAreaRow>`select ${columns} from functional_areas f
    where f.public_id = ${publicId} and ${withinDivision(staff, 'f.area_code')}`.execute(db);
  return rows[0];
}

export type FunctionalAreaContent = Pick<FunctionalAreaRow, 'nameZh' | 'nameEn' | 'townships'>;

/** @returns false when the id was used before. */
export async function insertFunctionalArea(
  tx: Tx,
  area: FunctionalAreaContent & Pick<FunctionalAreaRow, 'publicId' | 'areaCode'>,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`insert into functional_areas (public_id, name_zh, name_en, area_code, created_at)
    values (${area.publicId}, ${area.nameZh}, ${area.nameEn}, ${area.areaCode}, ${now})
    on conflict (public_id) do nothing returning id`.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) return false;
  await insertTownships(tx, id, area.townships);
  return true;
}

/** @returns false when somebody else changed it meanwhile. */
export async function updateFunctionalArea(
  tx: Tx,
  { id, version }: Pick<FunctionalAreaRow, 'id' | 'version'>,
  { nameZh, nameEn, townships }: FunctionalAreaContent,
): Promise<boolean> {
  const result = await sql`update functional_areas set name_zh = ${nameZh}, name_en = ${nameEn}, version = version + 1
    where id = ${id} and version = ${version}`.execute(tx);
  if (result.numAffectedRows !== 1n) return false;
  await sql`delete from functional_area_divisions where functional_area_id = ${id} and division_code <> all (${townships}::text[])`.execute(
    tx,
  );
  await insertTownships(tx, id, townships);
  return true;
}

async function insertTownships(tx: Tx, id: number, townships: readonly string[]): Promise<void> {
  await sql`insert into functional_area_divisions (functional_area_id, division_code)
    select ${id}, code from unnest(${[...townships]}::text[]) as code on conflict do nothing`.execute(tx);
}

/** A venue inside the caller's area. */
export async function findVenuePlace(
  db: Queryable,
  staff: Staff,
  publicId: string,
): Promise<{ readonly id: number; readonly divisionCode: string } | undefined> {
  const { rows } = await sql<{ id: number; divisionCode: string }>`select id, division_code from venues
    where public_id = ${publicId} and ${withinDivision(staff, 'division_code')}`.execute(db);
  return rows[0];
}
