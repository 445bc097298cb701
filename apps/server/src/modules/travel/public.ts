import type { Clock } from '../../platform/clock';
import type { Queryable } from '../../platform/database/database';
import { readRiskStays } from './store';

export { deleteTrips, insertTrip, listTrips, type RiskStay, readRiskStays } from './store';

/** Days for which a stay in a risk area counts: the window of the itinerary card (standards §2). */
export const LOOK_BACK_MS = 14 * 86_400_000;

export class TravelReader {
  constructor(
    private readonly db: Queryable,
    private readonly clock: Clock,
  ) {}

  async isThroughRiskArea(personId: number): Promise<boolean> {
    const stays = await readRiskStays(this.db, this.clock.now() - LOOK_BACK_MS, [personId]);
    return stays.length > 0;
  }
}
