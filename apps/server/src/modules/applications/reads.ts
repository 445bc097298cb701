import type { ApplicationState, VenueClass } from '@tongxing/rules';
import { type RawBuilder, sql } from 'kysely';
import type { Place } from '../../platform/cursor';
import type { Queryable } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { withinArea } from '../area';
import { type Applicant, type ApplicationRow, selected } from './store';

/** As `withinArea`; an industry has applications of its class, for which there is no venue yet. */
function reviewable(staff: Staff): RawBuilder<boolean> {
  if (staff.industry === null) return withinArea(staff, 'a.division_code', 'a.venue_id');
  const { areaCode, venueClass } = staff.industry;
  return sql<boolean>`(a.division_code like ${`${areaCode}%`} and a.class = ${venueClass})`;
}

export interface ApplicationSearch {
  readonly state: ApplicationState | undefined;
  readonly class: VenueClass | undefined;
  readonly divisionCode: string | undefined;
  /** Part of the name. */
  readonly name: string | undefined;
  readonly number: number | undefined;
  /** Only those that were due before and still wait. */
  readonly dueBefore: Date | undefined;
}

const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&');

function wanted({ state, class: venueClass, divisionCode, name, number, dueBefore }: ApplicationSearch): RawBuilder<unknown>[] {
  return [
    ...(state === undefined ? [] : [sql`a.state = ${state}`]),
    ...(venueClass === undefined ? [] : [sql`a.class = ${venueClass}`]),
    ...(divisionCode === undefined ? [] : [sql`a.division_code like ${`${divisionCode}%`}`]),
    ...(name === undefined ? [] : [sql`a.name like ${`%${escaped(name)}%`}`]),
    ...(number === undefined ? [] : [sql`a.number = ${number}`]),
    ...(dueBefore === undefined ? [] : [sql`a.state = 'submitted' and a.due_at < ${dueBefore}`]),
  ];
}

/** Applications of the caller's area, oldest first: the first is the one that is due first. */
export async function listApplications(
  db: Queryable,
  staff: Staff,
  search: ApplicationSearch,
  { place, limit }: { place: Place | undefined; limit: number },
): Promise<ApplicationRow[]> {
  const newer = place === undefined ? [] : [sql`(a.submitted_at, a.id) > (${place.at}, ${place.id}::uuid)`];
  const { rows } = await sql<ApplicationRow>`${selected}
    where ${sql.join([reviewable(staff), ...wanted(search), ...newer], sql` and `)}
    order by a.submitted_at, a.id limit ${limit + 1}`.execute(db);
  return rows;
}

export async function findApplication(db: Queryable, staff: Staff, id: string): Promise<ApplicationRow | undefined> {
  const { rows } = await sql<ApplicationRow>`${selected} where a.id = ${id} and ${reviewable(staff)}`.execute(db);
  return rows[0];
}

/** Own applications, newest first. */
export async function listOwnApplications(
  db: Queryable,
  accountId: number,
  place: Place | undefined,
  limit: number,
): Promise<ApplicationRow[]> {
  const older = place === undefined ? sql`true` : sql`(a.submitted_at, a.id) < (${place.at}, ${place.id}::uuid)`;
  const { rows } = await sql<ApplicationRow>`${selected} where a.applicant_account_id = ${accountId} and ${older}
    order by a.submitted_at desc, a.id desc limit ${limit + 1}`.execute(db);
  return rows;
}

/** An application that waits, or a code that is still good. */
const counts = sql`(a.state in ('submitted', 'returned') or (a.state = 'issued' and v.state not in ('retired', 'replaced')))`;

export interface Standing {
  readonly codesOfPhone: number;
  readonly venuesOfManager: number;
  readonly isPending: boolean;
  readonly isCoded: boolean;
}

export interface SubjectPlace {
  readonly subjectIndex: Buffer;
  readonly divisionCode: string;
  readonly addressKey: string;
}

/** What the applicant has, and whether the subject has the same place, apart from the application itself. */
export async function readStanding(
  db: Queryable,
  applicant: Applicant,
  { subjectIndex, divisionCode, addressKey }: SubjectPlace,
  except: string,
): Promise<Standing> {
  const from = sql`from venue_applications a left join venues v on v.id = a.venue_id where ${counts} and a.id <> ${except}`;
  const same = sql`a.subject_index = ${subjectIndex} and a.division_code = ${divisionCode} and a.address_key = ${addressKey}`;
  const { rows } = await sql<Standing>`select
      (select count(*) ${from} and a.phone_index = ${applicant.phoneIndex}) as codes_of_phone,
      (select count(*) ${from} and a.person_id = ${applicant.personId}) as venues_of_manager,
      exists (select ${from} and ${same} and a.state <> 'issued') as is_pending,
      exists (select ${from} and ${same} and a.state = 'issued') as is_coded`.execute(db);
  return rows[0] ?? { codesOfPhone: 0, venuesOfManager: 0, isPending: false, isCoded: false };
}
