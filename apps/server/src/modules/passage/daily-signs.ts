import type { Clock } from '../../platform/clock';
import type { Vault } from '../../platform/crypto/sealing';
import { dayOf } from '../../platform/days';
import type { VenueFact } from './store';

const SECOND_MS = 1_000;

/** Seeds of the changing figures, made once a venue and day: every answer carries one. */
export class DailySigns {
  private readonly byVenue = new Map<number, string>();
  private day = '';
  private lookedAt = 0;

  constructor(
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly timeZone: string,
  ) {}

  of(venue: VenueFact): string {
    this.turnAtMidnight();
    const known = this.byVenue.get(venue.id);
    if (known !== undefined) return known;
    const sign = this.vault.sign(venue.code, this.day);
    this.byVenue.set(venue.id, sign);
    return sign;
  }

  /** Naming the day of an instant costs more than all the rest of a scan, so it is done once a second. */
  private turnAtMidnight(): void {
    const second = Math.floor(this.clock.now() / SECOND_MS);
    if (second === this.lookedAt) return;
    this.lookedAt = second;
    const day = dayOf(second * SECOND_MS, this.timeZone);
    if (day === this.day) return;
    this.day = day;
    this.byVenue.clear();
  }
}
