import type { ExposureReason } from '@tongxing/rules';
import { sql } from 'kysely';
import { bigintArray, integerArray, smallintArray } from '../../platform/database/binary-arrays';
import type { Queryable, Tx } from '../../platform/database/database';
import { type Contacts, reasonsOf } from './contacts';
import type { CaseStay } from './crossings';

/** Contacts a row (db/migrations/0010): what fits a row without being moved out of it. */
const A_ROW = 32;

/** Keeps the contacts of a trace in their order, the first at position 1. */
export async function insertContacts(tx: Tx, traceId: string, stays: readonly CaseStay[], contacts: Contacts): Promise<void> {
  const count = contacts.personId.length;
  if (count === 0) return;
  const ofStay = (pick: (stay: CaseStay) => number) => {
    const values = stays.map(pick);
    return contacts.stay.map((place) => values[place] ?? 0);
  };
  const part = (column: ReturnType<typeof sql>) => sql`(${column})[first : first + ${A_ROW - 1}::integer]`;
  const numbers = (values: readonly number[]) => part(sql`${integerArray(values)}::integer[]`);
  const times = (values: readonly number[]) => part(sql`${bigintArray(values)}::bigint[]`);
  const codes = (values: readonly number[]) => part(sql`${smallintArray(values)}::smallint[]`);
  await sql`insert into trace_contacts (trace_id, first_position, person_ids, venue_ids, ats, untils, case_ats, case_untils, overlap_minutes, evidences, reasons)
    select ${traceId}::uuid, first, ${numbers(contacts.personId)}, ${numbers(ofStay(({ visit }) => visit.venueId))}, ${times(contacts.at)}, ${times(contacts.until)},
      ${times(ofStay(({ visit }) => visit.at.getTime()))}, ${times(ofStay(({ until }) => until))}, ${numbers(contacts.overlapMinutes)},
      ${codes(contacts.evidence)}, ${codes(contacts.reasons)}
    from generate_series(1, ${count}::integer, ${A_ROW}::integer) as first`.execute(tx);
}

/** One contact of a trace; times in epoch milliseconds. */
export interface ListedContact {
  readonly position: number;
  readonly personId: number;
  readonly at: number;
  readonly until: number;
  readonly caseAt: number;
  readonly caseUntil: number;
  readonly overlapMinutes: number;
  readonly evidence: number;
  readonly reasons: readonly ExposureReason[];
  readonly venueName: string;
  readonly venueAddress: string;
}

type ListedRow = Omit<ListedContact, 'reasons'> & { readonly reasons: number };

/** Contacts behind a position, one more than the limit when there are more. */
export async function listContacts(db: Queryable, traceId: string, after: number, limit: number): Promise<ListedContact[]> {
  const { rows } = await sql<ListedRow>`select * from (
      select c.first_position + (o.place - 1)::integer as position, o.person_id, o.at, o.until, o.case_at, o.case_until, o.overlap_minutes,
        o.evidence, o.reasons, v.name as venue_name, v.address as venue_address
      from trace_contacts c
      cross join lateral unnest(person_ids, venue_ids, ats, untils, case_ats, case_untils, c.overlap_minutes, evidences, c.reasons)
        with ordinality as o (person_id, venue_id, at, until, case_at, case_until, overlap_minutes, evidence, reasons, place)
      join venues v on v.id = o.venue_id
      where c.trace_id = ${traceId} and c.first_position > ${after - A_ROW} and c.first_position <= ${after + limit + 1}) listed
    where position > ${after} order by position limit ${limit + 1}`.execute(db);
  return rows.map((row) => ({ ...row, reasons: reasonsOf(row.reasons) }));
}

/** A contact's own id: the trace's, with the position in its last 32 bits. Nothing has to be kept for it. */
export function contactId(traceId: string, position: number): string {
  const last = (Number.parseInt(traceId.slice(-8), 16) ^ position) >>> 0;
  return traceId.slice(0, -8) + last.toString(16).padStart(8, '0');
}
