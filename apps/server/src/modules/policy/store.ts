import { randomUUID } from 'node:crypto';
import type { EntryPolicy, Regime, RiskLevel, Scene } from '@tongxing/rules';
import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { withinDivision } from '../area';

export interface RegimeRow {
  readonly id: string;
  readonly divisionCode: string;
  readonly regime: Regime;
  readonly noticeNumber: string;
  readonly title: string;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly author: string;
}

export interface NewRegime extends Omit<RegimeRow, 'validFrom' | 'validTo' | 'author'> {
  readonly authorId: number;
}

type Place = { at: Date; id: string } | undefined;

const regimeColumns = sql`n.id, n.division_code, n.regime, n.notice_number, n.title, n.valid_from, n.valid_to, s.display_name as author`;

/**
 * Ends the notice in force for the area and starts the new one at the same instant, so that there is never a gap or
 * an overlap. @returns the regime before, or undefined when the id was used before.
 */
export async function insertRegime(tx: Tx, notice: NewRegime, now: Date): Promise<{ previous: Regime | null } | undefined> {
  const known = await sql`select from regime_notices where id = ${notice.id}`.execute(tx);
  if (known.rows.length > 0) return undefined;
  const ended = await sql<{ regime: Regime }>`update regime_notices set valid_to = ${now}
    where division_code = ${notice.divisionCode} and valid_to is null returning regime`.execute(tx);
  await sql`insert into regime_notices (id, division_code, regime, notice_number, title, author_id, valid_from)
    values (${notice.id}, ${notice.divisionCode}, ${notice.regime}, ${notice.noticeNumber}, ${notice.title}, ${notice.authorId}, ${now})`.execute(
    tx,
  );
  await sql`insert into fact_changes (kind) values ('regimes')`.execute(tx);
  return { previous: ended.rows[0]?.regime ?? null };
}

export async function findRegime(db: Queryable, id: string): Promise<RegimeRow | undefined> {
  const { rows } =
    await sql<RegimeRow>`select ${regimeColumns} from regime_notices n join staff_accounts s on s.id = n.author_id where n.id = ${id}`.execute(
      db,
    );
  return rows[0];
}

export async function listRegimes(
  db: Queryable,
  areaCode: string,
  onlyCurrent: boolean,
  place: Place,
  limit: number,
): Promise<RegimeRow[]> {
  const older = place === undefined ? sql`true` : sql`(n.valid_from, n.id) < (${place.at}, ${place.id}::uuid)`;
  // An area is governed by its own notices, those above it and those below it.
  const { rows } = await sql<RegimeRow>`select ${regimeColumns} from regime_notices n join staff_accounts s on s.id = n.author_id
    where (n.division_code like ${`${areaCode}%`} or starts_with(${areaCode}, n.division_code))
      and (not ${onlyCurrent} or n.valid_to is null) and ${older}
    order by n.valid_from desc, n.id desc limit ${limit + 1}`.execute(db);
  return rows;
}

/** Regime in force by division. */
export async function readCurrentRegimes(db: Queryable): Promise<{ divisionCode: string; regime: Regime }[]> {
  const { rows } = await sql<{
    divisionCode: string;
    regime: Regime;
  }>`select division_code, regime from regime_notices where valid_to is null`.execute(db);
  return rows;
}

export async function readPolicies(db: Queryable): Promise<{ scene: Scene; policy: EntryPolicy }[]> {
  const { rows } = await sql<{ scene: Scene; policy: EntryPolicy }>`select scene, policy from entry_policies`.execute(db);
  return rows;
}

export interface RiskAreaRow {
  readonly id: string;
  readonly divisionCode: string;
  readonly level: RiskLevel;
  readonly source: string;
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

const riskColumns = sql`id, division_code, level, source, valid_from, valid_to`;

/** @throws a unique violation on `risk_areas_in_force` when the division is a risk area already. */
export async function insertRiskArea(tx: Tx, area: Omit<RiskAreaRow, 'validTo'> & { authorId: number }): Promise<boolean> {
  const result = await sql`insert into risk_areas (id, division_code, level, source, author_id, valid_from)
    values (${area.id}, ${area.divisionCode}, ${area.level}, ${area.source}, ${area.authorId}, ${area.validFrom}) on conflict (id) do nothing`.execute(
    tx,
  );
  if (result.numAffectedRows !== 1n) return false;
  await sql`insert into fact_changes (kind) values ('risk_areas')`.execute(tx);
  return true;
}

/** @returns false when it had ended before. */
export async function endRiskArea(tx: Tx, id: string, source: string, now: Date): Promise<boolean> {
  const result =
    await sql`update risk_areas set valid_to = greatest(valid_from, ${now}), ended_by = ${source} where id = ${id} and valid_to is null`.execute(
      tx,
    );
  if (result.numAffectedRows !== 1n) return false;
  await sql`insert into fact_changes (kind) values ('risk_areas')`.execute(tx);
  return true;
}

/** A risk area that accounts of the caller's area entered, wherever it lies: others read it and leave it alone. */
export async function findRiskArea(db: Queryable, staff: Staff, id: string): Promise<RiskAreaRow | undefined> {
  const { rows } = await sql<RiskAreaRow>`select ${riskColumns} from risk_areas
    where id = ${id} and ${withinDivision(staff, 'area_code')}`.execute(db);
  return rows[0];
}

/** Risk areas of every city: lists name areas anywhere, and every itinerary is judged by all of them. */
export async function listRiskAreas(db: Queryable, onlyCurrent: boolean, place: Place, limit: number): Promise<RiskAreaRow[]> {
  const older = place === undefined ? sql`true` : sql`(valid_from, id) < (${place.at}, ${place.id}::uuid)`;
  const { rows } = await sql<RiskAreaRow>`select ${riskColumns} from risk_areas
    where (not ${onlyCurrent} or valid_to is null) and ${older} order by valid_from desc, id desc limit ${limit + 1}`.execute(db);
  return rows;
}

/** The demo's own risk area, so that an itinerary through it can be shown. */
export async function addDemoRiskArea(tx: Tx, divisionCode: string, authorId: number, validFrom: Date): Promise<void> {
  await insertRiskArea(tx, { id: randomUUID(), divisionCode, level: 'high', source: '演示数据 Demonstration', authorId, validFrom });
}
