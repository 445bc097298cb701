import type { PointKind } from '@tongxing/contract';
import type { Direction, VenueState } from '@tongxing/rules';
import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';

export interface PointRow {
  readonly id: number;
  readonly publicId: string;
  readonly kind: PointKind;
  readonly name: string;
  readonly code: string;
  readonly directions: Direction;
  readonly state: VenueState;
}

const pointColumns = sql`id, public_id, case when checkpoint is null then 'sub_venue' else 'checkpoint' end as kind, coalesce(checkpoint, name) as name,
  code, directions, state`;

/** Points of a venue, in the order they were made. */
export async function listPoints(db: Queryable, venueId: number): Promise<PointRow[]> {
  const { rows } = await sql<PointRow>`select ${pointColumns} from venues where parent_id = ${venueId} order by id`.execute(db);
  return rows;
}

export async function findPoint(db: Queryable, venueId: number, publicId: string): Promise<PointRow | undefined> {
  const { rows } = await sql<PointRow>`select ${pointColumns} from venues
    where parent_id = ${venueId} and public_id = ${publicId}`.execute(db);
  return rows[0];
}

export interface NewPoint extends Omit<PointRow, 'id' | 'state'> {
  readonly venueId: number;
}

/**
 * A point has what its venue has: division, class, scene and telephone; a checkpoint also name and address. There are two
 * levels: a point of a point is not written. Nothing is written either beyond the most there may be.
 */
export async function insertPoint(tx: Tx, point: NewPoint, most: number): Promise<boolean> {
  const { publicId, code, venueId, kind, name, directions } = point;
  await sql`select id from venues where id = ${venueId} for no key update`.execute(tx);
  const checkpoint = kind === 'checkpoint' ? name : null;
  const { rows } = await sql<{ id: number }>`insert into venues
      (public_id, code, name, class, scene, address, division_code, contact_phone_sealed, parent_id, checkpoint, directions)
    select ${publicId}, ${code}, ${kind === 'checkpoint' ? sql`v.name` : name}, v.class, v.scene,
      ${kind === 'checkpoint' ? sql`v.address` : sql`v.address || ' ' || v.name`}, v.division_code, v.contact_phone_sealed, v.id, ${checkpoint}, ${directions}
    from venues v where v.id = ${venueId} and v.parent_id is null
      and (select count(*) from venues p where p.parent_id = v.id) < ${most}::integer
    on conflict (public_id) do nothing returning id`.execute(tx);
  return rows.length === 1;
}

/** Names, directions and whether it is open. What was retired stays so. */
export async function updatePoint(
  tx: Tx,
  id: number,
  { kind, name, directions, state }: Pick<PointRow, 'kind' | 'name' | 'directions' | 'state'>,
): Promise<boolean> {
  const column = kind === 'checkpoint' ? sql.ref('checkpoint') : sql.ref('name');
  const { numAffectedRows } = await sql`update venues set ${column} = ${name}, directions = ${directions}, state = ${state}
    where id = ${id} and state in ('active', 'suspended')`.execute(tx);
  return numAffectedRows === 1n;
}
