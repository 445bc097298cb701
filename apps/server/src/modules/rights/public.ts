import type { Queryable } from '../../platform/database/database';
import { basesOn } from './legal';
import { listOrders } from './legal-store';

export { putClaim } from './claims';
export { addDemoOrder } from './demo-store';
export { countRequests } from './store';

/** Purposes that no order in force covers on a day (`YYYY-MM-DD`). */
export async function countUncovered(db: Queryable, day: string): Promise<number> {
  return basesOn(await listOrders(db), day).purposes.filter(({ coveredUntil }) => coveredUntil === null).length;
}
