import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { withinArea } from '../area';

export interface NewWarning {
  readonly eventId: string;
  readonly at: Date;
  readonly personId: number;
  readonly venueId: number;
  readonly divisionCode: string;
  readonly verdict: number;
  readonly reasons: readonly number[];
  readonly incidentId: string;
  /** By the platform's clock and in whole milliseconds, as a cursor holds them. */
  readonly recordedAt: Date;
}

export async function insertWarning(tx: Tx, warning: NewWarning): Promise<string> {
  const id = randomUUID();
  await sql`insert into warnings (id, event_id, at, recorded_at, person_id, venue_id, division_code, verdict, reasons, incident_id)
    values (${id}, ${warning.eventId}, ${warning.at}, ${warning.recordedAt}, ${warning.personId}, ${warning.venueId}, ${warning.divisionCode},
      ${warning.verdict}, ${[...warning.reasons]}::smallint[], ${warning.incidentId})`.execute(tx);
  return id;
}

/** Whether an incident has a warning that nobody has acknowledged. */
export async function hasOpenWarning(tx: Tx, incidentId: string): Promise<boolean> {
  const { rows } = await sql`select from warnings where incident_id = ${incidentId} and acknowledged_at is null limit 1`.execute(tx);
  return rows.length > 0;
}

/** The person's telephone, still sealed: nobody needs to open it to pass it on to the outbox. */
export async function readSealedPhone(tx: Tx, personId: number): Promise<Buffer | undefined> {
  const { rows } = await sql<{ phoneSealed: Buffer }>`select phone_sealed from persons
    where id = ${personId} and phone_sealed is not null`.execute(tx);
  return rows[0]?.phoneSealed;
}

export interface WarningRow {
  readonly id: string;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly personId: number;
  readonly divisionCode: string;
  readonly verdict: number;
  readonly reasons: number[];
  readonly incidentId: string;
  readonly receiverId: number | null;
  readonly receiver: string | null;
  readonly acknowledgedAt: Date | null;
  readonly note: string | null;
  readonly venuePublicId: string;
  readonly venueName: string;
  readonly venueAddress: string;
}

const columns = sql`w.id, w.at, w.recorded_at, w.person_id, w.division_code, w.verdict, w.reasons, w.incident_id, w.receiver_id, s.display_name as receiver, w.acknowledged_at, w.note,
  v.public_id as venue_public_id, v.name as venue_name, v.address as venue_address`;
const source = sql`warnings w join venues v on v.id = w.venue_id left join staff_accounts s on s.id = w.receiver_id`;

export async function findWarning(db: Queryable, staff: Staff, id: string): Promise<WarningRow | undefined> {
  const { rows } =
    await sql<WarningRow>`select ${columns} from ${source} where w.id = ${id} and ${withinArea(staff, 'w.division_code', 'w.venue_id')}`.execute(
      db,
    );
  return rows[0];
}

export interface WarningFilter {
  readonly state: 'open' | 'acknowledged' | undefined;
  readonly place: { at: Date; id: string } | undefined;
  readonly limit: number;
}

export async function listWarnings(db: Queryable, staff: Staff, { state, place, limit }: WarningFilter): Promise<WarningRow[]> {
  const older = place === undefined ? sql`true` : sql`(w.recorded_at, w.id) < (${place.at}, ${place.id}::uuid)`;
  const which = { open: sql`w.acknowledged_at is null`, acknowledged: sql`w.acknowledged_at is not null`, all: sql`true` }[state ?? 'all'];
  const { rows } = await sql<WarningRow>`select ${columns} from ${source}
    where ${withinArea(staff, 'w.division_code', 'w.venue_id')} and ${which} and ${older}
    order by w.recorded_at desc, w.id desc limit ${limit + 1}`.execute(db);
  return rows;
}

/** @returns false when somebody had taken it over before. */
export async function acknowledge(tx: Tx, id: string, staffId: number, note: string | undefined, at: Date): Promise<boolean> {
  const result = await sql`update warnings set receiver_id = ${staffId}, acknowledged_at = ${at}, note = ${note ?? null}
    where id = ${id} and receiver_id is null`.execute(tx);
  return result.numAffectedRows === 1n;
}

export interface MessageRow {
  readonly warningId: string;
  readonly purpose: 'warning_person' | 'warning_data_team';
  readonly phoneSealed: Buffer;
  readonly state: 'queued' | 'sending' | 'accepted' | 'delivered' | 'undelivered' | 'expired';
  readonly queuedAt: Date;
  readonly acceptedAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly attempts: number;
}

export async function readMessages(db: Queryable, warningIds: readonly string[]): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`select warning_id, purpose, phone_sealed, state, queued_at, accepted_at, delivered_at, attempts
    from sms_messages where warning_id = any(${[...warningIds]}::uuid[]) order by purpose desc`.execute(db);
  return rows;
}

export async function countOpenWarnings(db: Queryable, staff: Staff): Promise<{ count: number; oldest: Date | null } | undefined> {
  const { rows } = await sql<{ count: number; oldest: Date | null }>`select count(*) as count, min(w.recorded_at) as oldest from warnings w
    where w.acknowledged_at is null and ${withinArea(staff, 'w.division_code', 'w.venue_id')}`.execute(db);
  return rows[0];
}
