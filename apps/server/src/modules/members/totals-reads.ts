import type { ScanMethod } from '@tongxing/rules';
import { sql } from 'kysely';
import { integerArray } from '../../platform/database/binary-arrays';
import type { Database } from '../../platform/database/database';
import { methodCode, momentAt, verdictCode } from '../passage/public';

/** Half-open. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

export interface CountRow {
  readonly venueId: number;
  readonly hour: number;
  readonly way: 'own_scan' | 'device' | 'keyed';
  readonly total: number;
  readonly temperatures: number;
  readonly abnormal: number;
}

const code = (method: ScanMethod) => methodCode.write(method);
const abnormal = [verdictCode.write('attention'), verdictCode.write('stop')];

/** The venues' own access path, as in the reads of passage: a day of a venue, never more than its own rows. */
const within = (venueIds: readonly number[], { from, to }: Span) => {
  const [first, end] = [momentAt(from.getTime()), momentAt(to.getTime())];
  return sql`venue_id = any(${integerArray([...venueIds])}::integer[]) and visit_slot(moment) >= visit_slot(${first}::bigint)
    and visit_slot(moment) <= visit_slot(${end}::bigint) and moment >= ${first}::bigint and moment < ${end}::bigint`;
};

/** Visits of a day at a venue and its points: nothing of a person. */
export async function countDay(db: Database, venueIds: readonly number[], span: Span, timeZone: string): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`select venue_id, extract(hour from at at time zone ${timeZone})::integer as hour,
      case when method = ${code('resident')} then 'own_scan' when method in (${code('keyed')}, ${code('staff')}) then 'keyed' else 'device' end as way,
      count(*)::integer as total, count(temperature)::integer as temperatures,
      count(*) filter (where verdict in (${abnormal[0]}, ${abnormal[1]}))::integer as abnormal
    from visit_log where ${within(venueIds, span)} group by 1, 2, 3`.execute(db);
  return rows;
}

export async function countVisits(db: Database, venueIds: readonly number[], span: Span): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from visits where ${within(venueIds, span)}`.execute(db);
  return rows[0]?.count ?? 0;
}

export interface InspectorRow {
  /** Public id of the newest membership with which they did. */
  readonly member: string;
  readonly personId: number;
  readonly entries: number;
  readonly temperatures: number;
}

/** What the inspectors of a venue and its points registered on a day, also those who are no more. */
export async function countByInspector(db: Database, venueIds: readonly number[], day: string): Promise<InspectorRow[]> {
  const { rows } =
    await sql<InspectorRow>`select m.person_id, (array_agg(m.public_id order by m.id desc))[1] as member, sum(d.entries)::integer as entries, sum(d.temperatures)::integer as temperatures
    from inspector_days d join venue_members m on m.id = d.member_id
    where d.venue_id = any(${integerArray([...venueIds])}::integer[]) and d.day = ${day}::date group by m.person_id order by m.person_id`.execute(
      db,
    );
  return rows;
}
