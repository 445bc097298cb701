import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { withinArea } from '../area';

/** Who is where. */
export type Whereabouts = Pick<NewWarning, 'personId' | 'venueId'>;

export interface NewWarning {
  readonly eventId: string;
  readonly at: Date;
  readonly personId: number;
  readonly venueId: number;
  readonly divisionCode: string;
  readonly verdict: number;
  readonly reasons: readonly number[];
  /** Undefined for a late warning. */
  readonly incident: { readonly id: string } | undefined;
}

export interface Written {
  readonly id: string;
  /** The person's telephone, still sealed: nobody needs to open it to pass it on to the outbox. Null for none. */
  readonly phoneSealed: Buffer | null;
}

/** Where people of an open incident are who have a warning that nobody has acknowledged. */
export async function readAwaited(tx: Tx, places: readonly Whereabouts[]): Promise<Whereabouts[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<Whereabouts>`select person_id, venue_id
    from unnest(${places.map(({ personId }) => personId)}::bigint[], ${places.map(({ venueId }) => venueId)}::integer[]) as w (person_id, venue_id)
    where exists (select from incidents i join warnings o on o.incident_id = i.id and o.acknowledged_at is null
      where i.person_id = w.person_id and i.venue_id = w.venue_id and i.state <> 'closed' offset 0)`.execute(tx);
  return rows;
}

/**
 * Writes warnings by one statement, in the order of the unique key at all processes, like incidents.
 * @param recordedAt by the platform's clock and in whole milliseconds, as a cursor holds them
 * @returns those that were written: all but of persons of whom one waits already, since another batch was quicker
 */
export async function insertWarnings<W extends NewWarning>(tx: Tx, warnings: readonly W[], recordedAt: Date): Promise<(W & Written)[]> {
  if (warnings.length === 0) return [];
  const byId = new Map(warnings.map((warning) => [randomUUID() as string, warning]));
  const { rows } = await sql<Written>`insert into warnings as n
      (id, event_id, at, recorded_at, person_id, venue_id, division_code, verdict, reasons, incident_id)
    select id, event_id, at, ${recordedAt}, person_id, venue_id, division_code, verdict, reasons::smallint[], incident_id
    from unnest(${[...byId.keys()]}::uuid[], ${warnings.map(({ eventId }) => eventId)}::uuid[], ${warnings.map(({ at }) => at)}::timestamptz[],
      ${warnings.map(({ personId }) => personId)}::bigint[], ${warnings.map(({ venueId }) => venueId)}::integer[],
      ${warnings.map(({ divisionCode }) => divisionCode)}::text[], ${warnings.map(({ verdict }) => verdict)}::smallint[],
      ${warnings.map(({ reasons }) => `{${reasons.join(',')}}`)}::text[], ${warnings.map(({ incident }) => incident?.id ?? null)}::uuid[])
      as w (id, event_id, at, person_id, venue_id, division_code, verdict, reasons, incident_id)
    where not exists (select from warnings o where o.incident_id = w.incident_id and o.acknowledged_at is null offset 0)
    order by person_id, venue_id
    on conflict (person_id, venue_id) where incident_id is null and acknowledged_at is null do nothing
    returning n.id, (select phone_sealed from persons where id = n.person_id)`.execute(tx);
  return rows.flatMap((row) => {
    const warning = byId.get(row.id);
    return warning === undefined ? [] : [{ ...warning, ...row }];
  });
}

export interface WarningRow {
  readonly id: string;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly personId: number;
  readonly divisionCode: string;
  readonly verdict: number;
  readonly reasons: number[];
  /** Null for a late warning. */
  readonly incidentId: string | null;
  readonly receiverId: number | null;
  readonly receiver: string | null;
  readonly acknowledgedAt: Date | null;
  readonly note: string | null;
  readonly venuePublicId: string;
  readonly venueName: string;
  readonly venueAddress: string;
  readonly venueCheckpoint: string | null;
}

const columns = sql`w.id, w.at, w.recorded_at, w.person_id, w.division_code, w.verdict, w.reasons, w.incident_id, w.receiver_id, s.display_name as receiver, w.acknowledged_at, w.note,
  v.public_id as venue_public_id, v.name as venue_name, v.address as venue_address, v.checkpoint as venue_checkpoint`;
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
  readonly late: boolean | undefined;
  readonly place: { at: Date; id: string } | undefined;
  readonly limit: number;
}

export async function listWarnings(db: Queryable, staff: Staff, { state, late, place, limit }: WarningFilter): Promise<WarningRow[]> {
  const older = place === undefined ? sql`true` : sql`(w.recorded_at, w.id) < (${place.at}, ${place.id}::uuid)`;
  const which = { open: sql`w.acknowledged_at is null`, acknowledged: sql`w.acknowledged_at is not null`, all: sql`true` }[state ?? 'all'];
  const { rows } = await sql<WarningRow>`select ${columns} from ${source}
    where ${withinArea(staff, 'w.division_code', 'w.venue_id')} and ${which} and ${older}
      and ${late === undefined ? sql`true` : sql`(w.incident_id is null) = ${late}`}
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
