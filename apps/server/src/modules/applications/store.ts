import type { ApplicationState, CoordinateSystem, SubjectKind, VenueClass } from '@tongxing/rules';
import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';

/** What is asked for. Sealed fields are null for an applicant who was erased. */
export interface ApplicationFields {
  readonly name: string;
  readonly class: VenueClass;
  readonly divisionCode: string;
  readonly address: string;
  readonly addressKey: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly locationSystem: CoordinateSystem;
  readonly accuracyM: number;
  readonly locatedAt: Date;
  readonly subjectKind: SubjectKind;
  readonly subjectIndex: Buffer;
  readonly subjectNameSealed: Buffer | null;
  readonly subjectNumberSealed: Buffer | null;
  readonly contactNameSealed: Buffer | null;
  readonly contactPhoneSealed: Buffer | null;
}

/** What one submission settles: by which policy, until when, and the venue where it is made at once. */
export interface Submission {
  readonly state: 'submitted' | 'issued';
  readonly pack: string;
  readonly reviewers: readonly string[];
  readonly submittedAt: Date;
  readonly dueAt: Date | null;
  readonly decidedAt: Date | null;
  readonly venueId: number | null;
}

export interface ApplicationRow extends ApplicationFields, Omit<Submission, 'state'> {
  readonly id: string;
  readonly number: number;
  readonly applicantAccountId: number;
  readonly personId: number;
  readonly state: ApplicationState;
  readonly version: number;
  readonly noteSealed: Buffer | null;
  readonly decidedBy: number | null;
  /** Name of who decided. */
  readonly decider: string | null;
  readonly venuePublicId: string | null;
  readonly venueCode: string | null;
}

export const selected = sql`select a.id, a.number, a.applicant_account_id, a.person_id, a.state, a.version, a.pack, a.reviewers, a.name, a.class,
    a.division_code, a.address, a.address_key, a.latitude, a.longitude, a.location_system, a.accuracy_m, a.located_at, a.subject_kind,
    a.subject_index, a.subject_name_sealed, a.subject_number_sealed, a.contact_name_sealed, a.contact_phone_sealed, a.note_sealed,
    a.submitted_at, a.due_at, a.decided_by, a.decided_at, a.venue_id, s.display_name as decider, v.public_id as venue_public_id,
    v.code as venue_code
  from venue_applications a left join staff_accounts s on s.id = a.decided_by left join venues v on v.id = a.venue_id`;

export interface Applicant {
  readonly accountId: number;
  readonly personId: number;
  readonly phoneIndex: Buffer;
}

/**
 * Held until the end of the transaction: whoever counts or compares the same subject, telephone or person waits. Always in
 * this order, so that nobody waits for each other.
 */
export async function lockApplicant(tx: Tx, { personId, phoneIndex }: Applicant, subjectIndex: Buffer): Promise<void> {
  for (const key of [`subject ${subjectIndex.toString('hex')}`, `phone ${phoneIndex.toString('hex')}`, `person ${personId}`])
    await sql`select pg_advisory_xact_lock(hashtextextended(${`venue application ${key}`}, 0))`.execute(tx);
}

/** @returns false when the id was used before. */
export async function insertApplication(
  tx: Tx,
  id: string,
  { accountId, personId, phoneIndex }: Applicant,
  fields: ApplicationFields,
  submission: Submission,
): Promise<boolean> {
  const done = await sql`insert into venue_applications (id, applicant_account_id, person_id, phone_index, state, version, pack, reviewers,
      name, class, division_code, address, address_key, latitude, longitude, location_system, accuracy_m, located_at, subject_kind,
      subject_index, subject_name_sealed, subject_number_sealed, contact_name_sealed, contact_phone_sealed, submitted_at, due_at,
      decided_at, venue_id)
    values (${id}, ${accountId}, ${personId}, ${phoneIndex}, ${submission.state}, 1, ${submission.pack}, ${[...submission.reviewers]},
      ${fields.name}, ${fields.class}, ${fields.divisionCode}, ${fields.address}, ${fields.addressKey}, ${fields.latitude},
      ${fields.longitude}, ${fields.locationSystem}, ${fields.accuracyM}, ${fields.locatedAt}, ${fields.subjectKind},
      ${fields.subjectIndex}, ${fields.subjectNameSealed}, ${fields.subjectNumberSealed}, ${fields.contactNameSealed},
      ${fields.contactPhoneSealed}, ${submission.submittedAt}, ${submission.dueAt}, ${submission.decidedAt}, ${submission.venueId})
    on conflict (id) do nothing`.execute(tx);
  return done.numAffectedRows === 1n;
}

/** Sends a returned application again. @returns false when it is not that version of it any more. */
export async function resubmit(
  tx: Tx,
  { id, version }: { readonly id: string; readonly version: number },
  phoneIndex: Buffer,
  fields: ApplicationFields,
  submission: Submission,
): Promise<boolean> {
  const done = await sql`update venue_applications set state = ${submission.state}, version = version + 1, phone_index = ${phoneIndex},
      pack = ${submission.pack}, reviewers = ${[...submission.reviewers]}, name = ${fields.name}, class = ${fields.class},
      division_code = ${fields.divisionCode}, address = ${fields.address}, address_key = ${fields.addressKey},
      latitude = ${fields.latitude}, longitude = ${fields.longitude}, location_system = ${fields.locationSystem},
      accuracy_m = ${fields.accuracyM}, located_at = ${fields.locatedAt}, subject_kind = ${fields.subjectKind},
      subject_index = ${fields.subjectIndex}, subject_name_sealed = ${fields.subjectNameSealed},
      subject_number_sealed = ${fields.subjectNumberSealed}, contact_name_sealed = ${fields.contactNameSealed},
      contact_phone_sealed = ${fields.contactPhoneSealed}, note_sealed = null, submitted_at = ${submission.submittedAt},
      due_at = ${submission.dueAt}, decided_by = null, decided_at = ${submission.decidedAt}, venue_id = ${submission.venueId}
    where id = ${id} and state = 'returned' and version = ${version}`.execute(tx);
  return done.numAffectedRows === 1n;
}

/** Held until the end of the transaction: the version waits for its decision, and nobody else decides it. */
export async function lockSubmitted(tx: Tx, id: string, version: number): Promise<boolean> {
  const { rows } = await sql`select id from venue_applications
    where id = ${id} and state = 'submitted' and version = ${version} for update`.execute(tx);
  return rows.length === 1;
}

export interface Decision {
  readonly state: 'returned' | 'refused' | 'issued';
  readonly decidedBy: number;
  readonly noteSealed: Buffer | null;
  readonly venueId: number | null;
  readonly at: Date;
}

export async function writeDecision(tx: Tx, id: string, { state, decidedBy, noteSealed, venueId, at }: Decision): Promise<void> {
  await sql`update venue_applications set state = ${state}, decided_by = ${decidedBy}, note_sealed = ${noteSealed},
    venue_id = coalesce(${venueId}, venue_id), decided_at = ${at} where id = ${id}`.execute(tx);
}

/** @returns false when it was decided meanwhile. */
export async function withdraw(tx: Tx, id: string, at: Date): Promise<boolean> {
  const done = await sql`update venue_applications set state = 'withdrawn', decided_at = ${at}
    where id = ${id} and state in ('submitted', 'returned')`.execute(tx);
  return done.numAffectedRows === 1n;
}

export async function findOwnApplication(db: Queryable, accountId: number, id: string): Promise<ApplicationRow | undefined> {
  const { rows } = await sql<ApplicationRow>`${selected} where a.id = ${id} and a.applicant_account_id = ${accountId}`.execute(db);
  return rows[0];
}

/** After the account is gone: what names somebody who is erased goes; what was open is at an end. The place and its code stay. */
export async function forgetApplications(tx: Tx, personId: number, at: Date): Promise<void> {
  await sql`delete from venue_application_drafts d
    where not exists (select from resident_accounts a where a.id = d.applicant_account_id)`.execute(tx);
  await sql`update venue_applications set subject_name_sealed = null, subject_number_sealed = null, contact_name_sealed = null,
      contact_phone_sealed = null, note_sealed = null,
      state = case when state in ('submitted', 'returned') then 'withdrawn' else state end, decided_at = coalesce(decided_at, ${at})
    where person_id = ${personId}`.execute(tx);
}
