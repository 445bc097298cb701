import { randomUUID } from 'node:crypto';
import { PURPOSES } from '@tongxing/contract';
import type { Queryable } from '../../platform/database/database';
import { insertOrder } from './legal-store';

/** The fictional order of the demo, in force for half a year around a day (`YYYY-MM-DD`). */
export async function addDemoOrder(
  db: Queryable,
  authorId: number,
  [beginsOn, endsOn]: readonly [string, string],
  at: Date,
): Promise<void> {
  await insertOrder(
    db,
    {
      id: randomUUID(),
      purposes: [...PURPOSES],
      title: '关于实施扫码通行的通告（演示）',
      number: '演示指发〔2026〕1号',
      issuer: '演示市疫情防控指挥部',
      beginsOn,
      endsOn,
    },
    authorId,
    at,
  );
}
