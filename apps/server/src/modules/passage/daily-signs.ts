import type { Clock } from '../../platform/clock';
import type { Vault } from '../../platform/crypto/sealing';
import { dayOf } from '../../platform/days';
import type { VenueFact } from './venue-roster';

const SECOND_MS = 1_000;
const FIRST_CAPACITY = 1_024;
const HEX_DIGITS = 8;

/** Seeds of the changing figures, made once a venue and day: every answer carries one. */
export class DailySigns {
  /** By venue id; 0 where none has been made yet, or once in four thousand million. */
  private seeds = new Uint32Array(FIRST_CAPACITY);
  private day = '';
  private lookedAt = 0;

  constructor(
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly timeZone: string,
  ) {}

  of(venue: VenueFact): string {
    this.turnAtMidnight();
    const known = this.seeds[venue.id] ?? 0;
    return known === 0 ? this.make(venue) : known.toString(16).padStart(HEX_DIGITS, '0');
  }

  private make({ id, code }: VenueFact): string {
    if (id >= this.seeds.length) {
      const more = new Uint32Array(Math.max(id + 1, 2 * this.seeds.length));
      more.set(this.seeds);
      this.seeds = more;
    }
    const sign = this.vault.sign(code, this.day);
    this.seeds[id] = Number.parseInt(sign, 16);
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
    this.seeds.fill(0);
  }
}
