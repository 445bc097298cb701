import type { Database } from '../../platform/database/database';
import { readPublicId } from './store';

export { getVenue, issueVenue, pairingHash } from './service';
export { announceVenue, consumePairing } from './store';

/** What other modules may ask about venues outside the scan path. */
export class Venues {
  constructor(private readonly db: Database) {}

  publicId(id: number): Promise<string | undefined> {
    return readPublicId(this.db, id);
  }
}
