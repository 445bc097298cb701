import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { withinDivision } from '../area';

/** Digits of a code: township, county, city, province. */
const LEVELS = [9, 6, 4, 2];

/** Digits of a city's code: above it, a choice is about the installation. */
const CITY_DIGITS = 4;

/** The pack of the smallest division around a township; without one, that of the whole city or province. */
export async function findChosenPack(db: Queryable, divisionCode: string | undefined): Promise<string | undefined> {
  const around = LEVELS.map((digits) => (divisionCode ?? '').slice(0, digits));
  const isWanted = divisionCode === undefined ? sql`length(division_code) <= ${CITY_DIGITS}` : sql`division_code = any(${around}::text[])`;
  const { rows } = await sql<{ pack: string }>`select pack from venue_policies where ${isWanted}
    order by length(division_code) desc, division_code limit 1`.execute(db);
  return rows[0]?.pack;
}

export interface ChosenPack {
  readonly divisionCode: string;
  readonly pack: string;
  readonly reason: string;
  readonly chosenBy: string;
  readonly chosenAt: Date;
}

/** What was chosen inside the caller's area: a row a division, and divisions are few. */
export async function listChosenPacks(db: Queryable, staff: Staff): Promise<ChosenPack[]> {
  const { rows } = await sql<ChosenPack>`select p.division_code, p.pack, p.reason, s.display_name as chosen_by, p.chosen_at
    from venue_policies p join staff_accounts s on s.id = p.chosen_by
    where ${withinDivision(staff, 'p.division_code')} order by p.division_code limit 500`.execute(db);
  return rows;
}

export interface PackChoice {
  readonly divisionCode: string;
  readonly pack: string;
  readonly reason: string;
  readonly staffId: number;
  readonly at: Date;
}

/** @returns false when it is the pack that applies there already. */
export async function choosePack(tx: Tx, { divisionCode, pack, reason, staffId, at }: PackChoice): Promise<boolean> {
  const done = await sql`insert into venue_policies as p (division_code, pack, reason, chosen_by, chosen_at)
    values (${divisionCode}, ${pack}, ${reason}, ${staffId}, ${at})
    on conflict (division_code) do update
      set pack = excluded.pack, reason = excluded.reason, chosen_by = excluded.chosen_by, chosen_at = excluded.chosen_at
    where p.pack <> excluded.pack`.execute(tx);
  return done.numAffectedRows === 1n;
}
