import { behindScenario } from './behind';
import { burstScenario } from './burst';
import { diskFullScenario } from './disk-full';
import { fuzzScenario } from './fuzz';
import { killScenario } from './kill';
import { powerCutScenario } from './power-cut';
import type { FaultReport } from './report';
import type { Rig } from './rig';
import { sequencesScenario } from './sequences';

/** Sizes from the command line; undefined takes the usual ones. */
export interface Sizes {
  readonly cycles: number | undefined;
  readonly acknowledged: number | undefined;
  readonly events: number | undefined;
  readonly requests: number | undefined;
}

/** One way to break the platform. */
export interface Scenario {
  readonly name: string;
  readonly run: (rig: Rig, sizes: Sizes) => Promise<FaultReport>;
}

/** Thirty of each kill: sixty cycles and a million acknowledged together. */
const LONG_KILLS = { cycles: 30, acknowledged: 510_000 };
const SHORT_KILLS = { cycles: 2, acknowledged: 2_000 };

const LONG_CUTS = { cuts: 10, controlCuts: 10, isControlBrief: false, latestMs: 3_000 };
/** A control may be cut just after a flush: it has three tries. */
const SHORT_CUTS = { cuts: 1, controlCuts: 3, isControlBrief: true, latestMs: 700 };

const LONG_BURST = { events: 1_000_000, livePerSecond: 100, normalMs: 20_000 };
const SHORT_BURST = { events: 5_000, livePerSecond: 50, normalMs: 1_000 };

const kill = (victim: 'server' | 'postgres'): Scenario => ({
  name: `kill-${victim}`,
  run: (rig, sizes) => {
    const usual = rig.isShort ? SHORT_KILLS : LONG_KILLS;
    return killScenario(rig, { victim, cycles: sizes.cycles ?? usual.cycles, acknowledged: sizes.acknowledged ?? usual.acknowledged });
  },
});

/** Everything that is broken on purpose, in the order it runs. */
export const SCENARIOS: readonly Scenario[] = [
  kill('server'),
  kill('postgres'),
  {
    name: 'power-cut',
    run: (rig, { cycles }) => {
      const usual = rig.isShort ? SHORT_CUTS : LONG_CUTS;
      return powerCutScenario(rig, { ...usual, cuts: cycles ?? usual.cuts, controlCuts: cycles ?? usual.controlCuts });
    },
  },
  {
    name: 'disk-full',
    run: (rig) => diskFullScenario(rig, rig.isShort ? { acknowledged: 500, fullMs: 1_000 } : { acknowledged: 20_000, fullMs: 30_000 }),
  },
  {
    name: 'burst',
    run: (rig, { events }) => {
      const usual = rig.isShort ? SHORT_BURST : LONG_BURST;
      return burstScenario(rig, { ...usual, events: events ?? usual.events });
    },
  },
  { name: 'behind', run: (rig) => behindScenario(rig, { acknowledged: rig.isShort ? 500 : 50_000 }) },
  { name: 'sequences', run: (rig, { requests }) => sequencesScenario(rig, { calls: requests ?? (rig.isShort ? 6_000 : 100_000) }) },
  { name: 'fuzz', run: (rig, { requests }) => fuzzScenario(rig, { requests: requests ?? (rig.isShort ? 1_000 : 50_000) }) },
];
