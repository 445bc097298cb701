import { EXPOSURE_REASONS, type ExposureReason } from '@tongxing/rules';
import { sql } from 'kysely';
import { bigintArray, integerArray, smallintArray } from '../../platform/database/binary-arrays';
import type { Queryable, Tx } from '../../platform/database/database';

/** Somebody's stay that crosses one of the case's; times in epoch milliseconds. */
export interface Contact {
  readonly personId: number;
  readonly venueId: number;
  readonly at: number;
  readonly until: number;
  readonly caseAt: number;
  readonly caseUntil: number;
  readonly overlapMinutes: number;
  readonly evidence: number;
  readonly reasons: readonly ExposureReason[];
}

/** Contacts a row (db/migrations/0010): what fits a row without being moved out of it. */
const A_ROW = 32;

/** One bit a reason, lowest first: the place in the vocabulary, which only grows at its end. */
const BITS = Object.fromEntries(EXPOSURE_REASONS.map((reason, place) => [reason, 1 << place])) as Readonly<Record<ExposureReason, number>>;
const reasonBits = (reasons: readonly ExposureReason[]) => reasons.reduce((bits, reason) => bits | BITS[reason], 0);
const reasonsOf = (bits: number) => EXPOSURE_REASONS.filter((reason) => (bits & BITS[reason]) !== 0);

/** Keeps the contacts of a trace in their order, the first at position 1. */
export async function insertContacts(tx: Tx, traceId: string, contacts: readonly Contact[]): Promise<void> {
  if (contacts.length === 0) return;
  const part = (column: ReturnType<typeof sql>) => sql`(${column})[first : first + ${A_ROW - 1}::integer]`;
  const numbers = (pick: (contact: Contact) => number) => sql`${integerArray(contacts.map(pick))}::integer[]`;
  const times = (pick: (contact: Contact) => number) => sql`${bigintArray(contacts.map(pick))}::bigint[]`;
  const codes = (pick: (contact: Contact) => number) => sql`${smallintArray(contacts.map(pick))}::smallint[]`;
  await sql`insert into trace_contacts (trace_id, first_position, person_ids, venue_ids, ats, untils, case_ats, case_untils, overlap_minutes, evidences, reasons)
    select ${traceId}::uuid, first, ${part(numbers((c) => c.personId))}, ${part(numbers((c) => c.venueId))}, ${part(times((c) => c.at))},
      ${part(times((c) => c.until))}, ${part(times((c) => c.caseAt))}, ${part(times((c) => c.caseUntil))}, ${part(numbers((c) => c.overlapMinutes))},
      ${part(codes((c) => c.evidence))}, ${part(codes((c) => reasonBits(c.reasons)))}
    from generate_series(1, ${contacts.length}::integer, ${A_ROW}::integer) as first`.execute(tx);
}

export interface ListedContact extends Contact {
  readonly position: number;
  readonly venueName: string;
  readonly venueAddress: string;
}

type ListedRow = Omit<ListedContact, 'reasons'> & { readonly reasons: number };

/** Contacts behind a position, one more than the limit when there are more. */
export async function listContacts(db: Queryable, traceId: string, after: number, limit: number): Promise<ListedContact[]> {
  const { rows } = await sql<ListedRow>`select * from (
      select c.first_position + (o.place - 1)::integer as position, o.person_id, o.venue_id, o.at, o.until, o.case_at, o.case_until, o.overlap_minutes,
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
