import type { MemberRole } from '@tongxing/contract';
import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';
import type { Member } from '../../platform/http/principals';

/**
 * What somebody is at a venue now: of its own, or as manager or inspector of the venue it is a point of. The manager
 * before the inspector, and the nearer before the wider.
 */
export async function findMembership(db: Queryable, personId: number, venuePublicId: string): Promise<Omit<Member, 'kind'> | undefined> {
  const { rows } = await sql<
    Omit<Member, 'kind'>
  >`select m.public_id as member_id, m.person_id, m.role, v.id as venue_id, v.public_id as venue_public_id
    from venues v join venue_members m on m.venue_id in (v.id, v.parent_id)
    where v.public_id = ${venuePublicId} and m.person_id = ${personId} and m.valid_to is null
    order by m.role desc, m.venue_id = v.id desc limit 1`.execute(db);
  return rows[0];
}

export interface MembershipRow {
  readonly id: number;
  readonly publicId: string;
  readonly personId: number;
  readonly role: MemberRole;
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

const memberColumns = sql`m.id, m.public_id, m.person_id, m.role, m.valid_from, m.valid_to`;

/** Who is something at a venue now: the manager first, then by when they came. */
export async function listMembers(db: Queryable, venueId: number): Promise<MembershipRow[]> {
  const { rows } = await sql<MembershipRow>`select ${memberColumns} from venue_members m
    where m.venue_id = ${venueId} and m.valid_to is null order by m.role desc, m.id`.execute(db);
  return rows;
}

export async function findMember(db: Queryable, venueId: number, publicId: string): Promise<MembershipRow | undefined> {
  const { rows } = await sql<MembershipRow>`select ${memberColumns} from venue_members m
    where m.venue_id = ${venueId} and m.public_id = ${publicId}`.execute(db);
  return rows[0];
}

/** A membership by its id, wherever it is; with what is needed to repeat an answer. */
export async function findJoined(db: Queryable, publicId: string): Promise<(MembershipRow & { readonly venueId: number }) | undefined> {
  const { rows } = await sql<MembershipRow & { venueId: number }>`select ${memberColumns}, m.venue_id from venue_members m
    where m.public_id = ${publicId}`.execute(db);
  return rows[0];
}

export interface NewMember {
  readonly publicId: string;
  readonly venueId: number;
  readonly personId: number;
  readonly role: MemberRole;
  readonly at: Date;
}

/** @returns false when the person is that already, or the id was used. */
export async function insertMember(tx: Tx, { publicId, venueId, personId, role, at }: NewMember): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into venue_members (public_id, venue_id, person_id, role, valid_from)
    values (${publicId}, ${venueId}, ${personId}, ${role}, ${at}) on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** @returns false when it had ended. */
export async function endMember(tx: Tx, id: number, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update venue_members set valid_to = greatest(valid_from, ${at})
    where id = ${id} and valid_to is null`.execute(tx);
  return numAffectedRows === 1n;
}

/** Ends whoever manages a venue. @returns the person, undefined when nobody did. */
export async function endManager(tx: Tx, venueId: number, at: Date): Promise<number | undefined> {
  const { rows } = await sql<{ personId: number }>`update venue_members set valid_to = greatest(valid_from, ${at})
    where venue_id = ${venueId} and role = 'manager' and valid_to is null returning person_id`.execute(tx);
  return rows[0]?.personId;
}

/** Holds a person and a venue still until the end of the transaction, so that appointments are made one after the other. */
export async function lockAppointment(tx: Tx, personId: number, venueId: number): Promise<void> {
  await sql`select id from persons where id = ${personId} for no key update`.execute(tx);
  await sql`select id from venues where id = ${venueId} for no key update`.execute(tx);
}

/** Venues, without the points inside them, that a person manages; the named one aside. */
export async function countManaged(tx: Tx, personId: number, besides: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from venue_members m join venues v on v.id = m.venue_id
    where m.person_id = ${personId} and m.role = 'manager' and m.valid_to is null and v.parent_id is null and v.id <> ${besides}`.execute(
    tx,
  );
  return rows[0]?.count ?? 0;
}

export interface OwnVenueRow {
  readonly publicId: string;
  readonly name: string;
  readonly address: string;
  readonly checkpoint: string | null;
  readonly code: string;
  readonly role: MemberRole;
  readonly since: Date;
}

/** Venues at which a person is something; the manager's role goes before the inspector's. */
export async function listOwnVenues(db: Queryable, personId: number): Promise<OwnVenueRow[]> {
  const { rows } =
    await sql<OwnVenueRow>`select distinct on (v.id) v.public_id, v.name, v.address, v.checkpoint, v.code, m.role, m.valid_from as since
    from venue_members m join venues v on v.id = m.venue_id
    where m.person_id = ${personId} and m.valid_to is null order by v.id, m.role desc`.execute(db);
  return rows;
}

/** Registers what an inspector did, after it was done. */
export async function countEntry(
  db: Queryable,
  entry: {
    readonly member: string;
    readonly venueId: number;
    readonly day: string;
    readonly hasTemperature: boolean;
    readonly isAbnormal: boolean;
  },
): Promise<void> {
  const { member, venueId, day, hasTemperature, isAbnormal } = entry;
  await sql`insert into inspector_days (member_id, venue_id, day, entries, temperatures, abnormal)
    select id, ${venueId}, ${day}::date, 1, ${hasTemperature ? 1 : 0}, ${isAbnormal ? 1 : 0} from venue_members where public_id = ${member}
    on conflict (venue_id, day, member_id) do update set entries = inspector_days.entries + 1,
      temperatures = inspector_days.temperatures + excluded.temperatures, abnormal = inspector_days.abnormal + excluded.abnormal`.execute(
    db,
  );
}
