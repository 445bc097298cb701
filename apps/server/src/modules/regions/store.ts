import { sql } from 'kysely';
import type { Database } from '../../platform/database/database';

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
