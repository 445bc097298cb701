import type { ExposureReason } from '@tongxing/rules';
import { sql } from 'kysely';
import { bigintArray, integerArray } from '../../platform/database/binary-arrays';
import type { Queryable, Tx } from '../../platform/database/database';
import { type Contacts, reasonsOf } from './contacts';
import type { CaseStay } from './crossings';

/**
 * A contact on disk (db/migrations/0010), most significant byte first: person 4, stay 2, at 8 (epoch ms), its length 4
 * (ms), overlap 2 (minutes), evidence 1, reasons 1. Written while somebody waits, read a page at a time.
 */
const BYTES = 22;
/** Contacts a row: what fits a row without being moved out of it. */
const A_ROW = 80;
const TWO_TO_32 = 2 ** 32;

function pack(contacts: Contacts): Buffer {
  const packed = Buffer.allocUnsafe(contacts.count * BYTES);
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  for (let place = 0; place < contacts.count; place += 1) {
    const offset = place * BYTES;
    const at = contacts.at[place] ?? 0;
    view.setInt32(offset, contacts.personId[place] ?? 0);
    view.setUint16(offset + 4, contacts.stay[place] ?? 0);
    const high = Math.floor(at / TWO_TO_32);
    view.setUint32(offset + 6, high);
    view.setUint32(offset + 10, at - high * TWO_TO_32);
    view.setUint32(offset + 14, (contacts.until[place] ?? 0) - at);
    view.setUint16(offset + 18, contacts.overlapMinutes[place] ?? 0);
    view.setUint8(offset + 20, contacts.evidence[place] ?? 0);
    view.setUint8(offset + 21, contacts.reasons[place] ?? 0);
  }
  return packed;
}

/** Keeps what a trace found, in its order, the first at position 1. */
export async function insertContacts(tx: Tx, traceId: string, stays: readonly CaseStay[], contacts: Contacts): Promise<void> {
  await sql`insert into trace_stays (trace_id, venue_ids, ats, untils)
    select ${traceId}::uuid, ${integerArray(stays.map(({ visit }) => visit.venueId))}::integer[],
      ${bigintArray(stays.map(({ visit }) => visit.at.getTime()))}::bigint[], ${bigintArray(stays.map(({ until }) => until))}::bigint[]`.execute(
    tx,
  );
  await sql`insert into trace_contacts (trace_id, first_position, packed)
    select ${traceId}::uuid, first, substring(${pack(contacts)}::bytea from (first - 1) * ${BYTES}::integer + 1 for ${A_ROW * BYTES}::integer)
    from generate_series(1, ${contacts.count}::integer, ${A_ROW}::integer) as first`.execute(tx);
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
  readonly venueCheckpoint: string | null;
}

type ListedRow = Omit<ListedContact, 'reasons'> & { readonly reasons: number };

/** Contacts behind a position, one more than the limit when there are more. */
export async function listContacts(db: Queryable, traceId: string, after: number, limit: number): Promise<ListedContact[]> {
  const { rows } = await sql<ListedRow>`select l.position, l.person_id, l.at_ms as at, l.until_ms as until, l.case_at_ms as case_at,
      l.case_until_ms as case_until, l.overlap_minutes, l.evidence, l.reasons, v.name as venue_name, v.address as venue_address, v.checkpoint as venue_checkpoint
    from trace_contact_log l join venues v on v.id = l.venue_id
    where l.trace_id = ${traceId} and l.first_position > ${after - A_ROW} and l.first_position <= ${after + limit + 1}
      and l.position > ${after} order by l.position limit ${limit + 1}`.execute(db);
  return rows.map((row) => ({ ...row, reasons: reasonsOf(row.reasons) }));
}

/** A contact's own id: the trace's, with the position in its last 32 bits. Nothing has to be kept for it. */
export function contactId(traceId: string, position: number): string {
  const last = (Number.parseInt(traceId.slice(-8), 16) ^ position) >>> 0;
  return traceId.slice(0, -8) + last.toString(16).padStart(8, '0');
}
