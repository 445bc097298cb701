import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/database';

export interface Division {
  readonly code: string;
  readonly parentCode: string | null;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly pathZh: string;
  readonly pathEn: string;
}

export async function readDivisions(db: Queryable): Promise<Division[]> {
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

/**
 * Adds divisions, parents before children, and brings names and paths of those that are there up to date.
 * @returns how many were added, and how many were changed.
 */
export async function putDivisions(db: Queryable, rows: readonly NewDivision[]): Promise<{ added: number; renamed: number }> {
  const column = (pick: (row: NewDivision) => string | null) => rows.map(pick);
  const done = await sql<{ isNew: boolean }>`insert into divisions as d (code, parent_code, name_zh, name_en, path_zh, path_en)
    select * from unnest(${column((r) => r.code)}::text[], ${column((r) => r.parent)}::text[], ${column((r) => r.nameZh)}::text[],
      ${column((r) => r.nameEn)}::text[], ${column((r) => r.pathZh)}::text[], ${column((r) => r.pathEn)}::text[])
    on conflict (code) do update set parent_code = excluded.parent_code, name_zh = excluded.name_zh, name_en = excluded.name_en,
      path_zh = excluded.path_zh, path_en = excluded.path_en
    where (d.parent_code, d.name_zh, d.name_en, d.path_zh, d.path_en)
      is distinct from (excluded.parent_code, excluded.name_zh, excluded.name_en, excluded.path_zh, excluded.path_en)
    returning xmax = 0 as is_new`.execute(db);
  const added = done.rows.filter(({ isNew }) => isNew).length;
  return { added, renamed: done.rows.length - added };
}
