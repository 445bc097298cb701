import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { withinDivision } from '../area';

export interface OrderRow {
  readonly id: string;
  readonly purposes: string[];
  readonly title: string;
  readonly number: string;
  readonly issuer: string;
  /** `YYYY-MM-DD`, the last day included. */
  readonly beginsOn: string;
  readonly endsOn: string;
}

const columns = sql`id, purposes, title, number, issuer, begins_on::text, ends_on::text`;
const MOST_SHOWN = 200;

/** Orders, the one that ends last first. There are a few a year. */
export async function listOrders(db: Queryable): Promise<OrderRow[]> {
  const { rows } = await sql<OrderRow>`select ${columns} from legal_orders
    order by ends_on desc, entered_at desc, id limit ${MOST_SHOWN}`.execute(db);
  return rows;
}

/** @returns false when the id was used before. */
export async function insertOrder(tx: Queryable, order: OrderRow, authorId: number, at: Date): Promise<boolean> {
  const { id, purposes, title, number, issuer, beginsOn, endsOn } = order;
  const done = await sql`insert into legal_orders (id, purposes, title, number, issuer, begins_on, ends_on, author_id, entered_at)
    values (${id}, ${purposes}, ${title}, ${number}, ${issuer}, ${beginsOn}::date, ${endsOn}::date, ${authorId}, ${at})
    on conflict (id) do nothing`.execute(tx);
  return done.numAffectedRows === 1n;
}

/** An order of the caller's area, locked until the end of the transaction. */
export async function lockOrder(tx: Tx, staff: Staff, id: string): Promise<OrderRow | undefined> {
  const { rows } = await sql<OrderRow>`select ${columns} from legal_orders
    where id = ${id} and ${withinDivision(staff, 'area_code')} for update`.execute(tx);
  return rows[0];
}

export async function setLastDay(tx: Tx, id: string, endsOn: string): Promise<void> {
  await sql`update legal_orders set ends_on = ${endsOn}::date where id = ${id}`.execute(tx);
}
