import {
  type ColourAnswer,
  colourFrom,
  DEFAULT_POLICY,
  type EntryPolicy,
  type Evidence,
  type HealthFacts,
  type Regime,
  type Scene,
  type TravelFacts,
} from '@tongxing/rules';
import type { Clock } from '../../platform/clock';
import type { Database } from '../../platform/database/database';
import { NOTHING_SEEN } from '../../platform/database/snapshots';
import type { Metrics } from '../../platform/metrics';
import type { DeviceRoster } from '../devices/public';
import { type EvidenceRow, readLiveEvidence } from '../health/public';
import { readCurrentRegimes, readPolicies } from '../policy/public';
import { LOOK_BACK_MS, type RiskStay, readRiskStays } from '../travel/public';
import { readFactChanges, readReplacedCodes, readReplacedCodesAfter, readSnapshot, readVenueFacts, readVenueFactsAfter } from './store';
import { type VenueFact, VenueRoster } from './venue-roster';

/** They are looked at every 5 s; three looks that failed are no hiccup any more. */
export const STALE_MS = 15_000;
/** Venues read at once at the start: all of a city's would need some hundred megabytes for a moment. */
const VENUES_PER_PAGE = 10_000;

/**
 * What a decision needs, in memory. Per person only what is *not normal* is held, so memory grows with the abnormal
 * few and not with the city. The database stays the truth: every change leaves a row in `fact_changes`, and
 * {@link catchUp} reads again what the rows name.
 */
export class Facts {
  private readonly venues = new VenueRoster();
  private policies = new Map<Scene, EntryPolicy>();
  private regimes = new Map<string, Regime>();
  private evidence = new Map<number, Evidence[]>();
  /** Person → end of the last stay in a risk area, epoch ms. */
  private riskStays = new Map<number, number>();
  /** Changes committed since have not been seen. */
  private seen = NOTHING_SEEN;
  /** Monotonic milliseconds at which the last successful look at the database began. */
  private freshAt = Number.NEGATIVE_INFINITY;
  private catching: Promise<void> | undefined;
  private isAskedAgain = false;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly devices: DeviceRoster,
  ) {}

  async load(): Promise<void> {
    const startedAt = performance.now();
    // The snapshot is taken first: what changes while reading is read again afterwards.
    this.seen = await readSnapshot(this.db);
    await this.loadVenues();
    await Promise.all([this.loadPolicies(), this.loadRegimes(), this.loadEvidence(), this.loadRiskStays(), this.devices.load()]);
    this.freshAt = startedAt;
    this.count();
  }

  /** Reads what changed since the last time. Concurrent callers share one run that started after they asked. */
  catchUp(): Promise<void> {
    if (this.catching !== undefined) {
      this.isAskedAgain = true;
      return this.catching;
    }
    this.catching = this.runCatchUp();
    return this.catching;
  }

  /** The facts may be older than anybody should be judged by: an answer says so. */
  get isStale(): boolean {
    return performance.now() - this.freshAt > STALE_MS;
  }

  venueByCode(code: string): VenueFact | undefined {
    return this.venues.byCode(code);
  }

  venueById(id: number): VenueFact | undefined {
    return this.venues.byId(id);
  }

  policyOf(scene: Scene): EntryPolicy {
    return this.policies.get(scene) ?? DEFAULT_POLICY;
  }

  /** The regime of the nearest area that has a notice; without any, only scanning applies. */
  regimeOf(divisionCode: string): Regime {
    for (const length of [9, 6, 4, 2]) {
      const regime = this.regimes.get(divisionCode.slice(0, length));
      if (regime !== undefined) return regime;
    }
    return 'normal';
  }

  healthOf(personId: number, now: number): HealthFacts {
    const held = this.evidence.get(personId);
    const answer: ColourAnswer = held === undefined ? { colour: 'green' } : colourFrom(held, now);
    return { kind: 'known', colour: answer.colour };
  }

  travelOf(personId: number, now: number): TravelFacts {
    const leftAt = this.riskStays.get(personId);
    return { kind: 'known', throughRiskArea: leftAt !== undefined && leftAt > now - LOOK_BACK_MS };
  }

  private async runCatchUp(): Promise<void> {
    try {
      do {
        this.isAskedAgain = false;
        await this.readChanges();
      } while (this.isAskedAgain);
    } finally {
      // In the same turn as the last look at `isAskedAgain`, so that nobody joins a run that has ended.
      this.catching = undefined;
    }
  }

  private async readChanges(): Promise<void> {
    const startedAt = performance.now();
    const { seen, changes } = await readFactChanges(this.db, this.seen);
    const kinds = new Set(changes.map((change) => change.kind));
    const keys = (kind: string) => [
      ...new Set(changes.flatMap((change) => (change.kind === kind && change.key !== null ? [change.key] : []))),
    ];
    if (kinds.has('venue')) await this.rereadVenues(keys('venue'));
    if (kinds.has('policies')) await this.loadPolicies();
    if (kinds.has('regimes')) await this.loadRegimes();
    if (kinds.has('risk_areas')) await this.loadRiskStays();
    if (kinds.has('device')) await this.devices.reread(keys('device'));
    if (kinds.has('person')) await this.loadPersons(keys('person'));
    this.seen = seen;
    this.freshAt = startedAt;
    this.count();
  }

  private async loadVenues(): Promise<void> {
    let lastId: number | undefined = 0;
    while (lastId !== undefined) {
      const page = await readVenueFactsAfter(this.db, lastId, VENUES_PER_PAGE);
      this.venues.set(page);
      lastId = page.at(-1)?.id;
    }
    lastId = 0;
    while (lastId !== undefined) {
      const page = await readReplacedCodesAfter(this.db, lastId, VENUES_PER_PAGE);
      this.venues.setReplaced(page);
      lastId = page.at(-1)?.id;
    }
  }

  private async rereadVenues(ids: readonly number[]): Promise<void> {
    this.venues.set(await readVenueFacts(this.db, ids));
    this.venues.setReplaced(await readReplacedCodes(this.db, ids));
  }

  private async loadPolicies(): Promise<void> {
    this.policies = new Map((await readPolicies(this.db)).map((row) => [row.scene, row.policy]));
  }

  private async loadRegimes(): Promise<void> {
    this.regimes = new Map((await readCurrentRegimes(this.db)).map((row) => [row.divisionCode, row.regime]));
  }

  private async loadEvidence(): Promise<void> {
    this.evidence = byPerson(await readLiveEvidence(this.db, this.clock.now()));
  }

  private async loadRiskStays(): Promise<void> {
    this.riskStays = endsByPerson(await readRiskStays(this.db, this.clock.now() - LOOK_BACK_MS));
  }

  private async loadPersons(ids: readonly number[]): Promise<void> {
    const now = this.clock.now();
    const [evidence, stays] = await Promise.all([readLiveEvidence(this.db, now, ids), readRiskStays(this.db, now - LOOK_BACK_MS, ids)]);
    replaceFor(ids, this.evidence, byPerson(evidence));
    replaceFor(ids, this.riskStays, endsByPerson(stays));
  }

  /** For the metric, at the time it is asked for. */
  observeAge(): void {
    this.metrics.factsAge.set((performance.now() - this.freshAt) / 1000);
  }

  private count(): void {
    this.metrics.factsHeld.set({ kind: 'venues' }, this.venues.size);
    this.metrics.factsHeld.set({ kind: 'devices' }, this.devices.size);
    this.metrics.factsHeld.set({ kind: 'abnormal health' }, this.evidence.size);
    this.metrics.factsHeld.set({ kind: 'risk stays' }, this.riskStays.size);
  }
}

function byPerson(rows: readonly EvidenceRow[]): Map<number, Evidence[]> {
  const map = new Map<number, Evidence[]>();
  for (const row of rows) {
    const one = { kind: row.kind, sampledAt: row.sampledAt.getTime() };
    const known = map.get(row.personId);
    if (known === undefined) map.set(row.personId, [one]);
    else known.push(one);
  }
  return map;
}

function endsByPerson(stays: readonly RiskStay[]): Map<number, number> {
  return new Map(stays.map((stay) => [stay.personId, stay.leftAt.getTime()]));
}

/** Whoever is no longer in the fresh rows has become normal and is let go. */
function replaceFor<T>(ids: readonly number[], held: Map<number, T>, fresh: ReadonlyMap<number, T>): void {
  for (const id of ids) {
    const value = fresh.get(id);
    if (value === undefined) held.delete(id);
    else held.set(id, value);
  }
}
