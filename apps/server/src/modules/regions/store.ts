import { sql } from 'kysely';
import type { Database, Queryable } from '../../platform/database/database';

export interface Division {
  readonly code: string;
  readonly parentCode: string | null;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly pathZh: string;
  readonly pathEn: string;
}

export async function readDivisions(db: Database): Promise<Division[]> {
  const { rows } = await sql<Division>`select code, parent_code, name_zh, name_en, path_zh, path_en from divisions order by code`.execute(
    db,
  );
  return rows;
}

/** Whether no division has been loaded yet: the mark of a new installation. */
export async function hasNoDivisions(db: Queryable): Promise<boolean> {
  const { rows } = await sql`select from divisions limit 1`.execute(db);
  return rows.length === 0;
}

export interface NewDivision {
  readonly code: string;
  readonly parent: string | null;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly pathZh: string;
  readonly pathEn: string;
}

/** Adds divisions, parents before children. @throws a unique violation when one is there already. */
export async function insertDivisions(db: Queryable, rows: readonly NewDivision[]): Promise<void> {
  const column = (pick: (row: NewDivision) => string | null) => rows.map(pick);
  await sql`insert into divisions (code, parent_code, name_zh, name_en, path_zh, path_en)
    select * from unnest(${column((r) => r.code)}::text[], ${column((r) => r.parent)}::text[], ${column((r) => r.nameZh)}::text[],
      ${column((r) => r.nameEn)}::text[], ${column((r) => r.pathZh)}::text[], ${column((r) => r.pathEn)}::text[])`.execute(db);
}
