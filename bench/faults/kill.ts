import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { closeIncidents, countPresent, withDatabase } from './database';
import { isReady } from './product';
import { type FaultReport, lossBound, quantile } from './report';
import { copyTemplate, type Rig } from './rig';
import { Stand } from './stand';

/** Whom `kill -9` hits; of PostgreSQL all processes and one of them in turn. */
export type Victim = 'server' | 'postgres';

export interface KillOptions {
  readonly victim: Victim;
  readonly cycles: number;
  /** Over all cycles, at least. */
  readonly acknowledged: number;
}

const CONNECTIONS = 256;
/** The kill falls at a random moment after the cycle's share was acknowledged, up to so many ms later. */
const MOST_DELAY_MS = 400;
/** A platform that lost its database ends itself or comes back within this. */
const NOTICE_MS = 15_000;
const POLL_MS = 10;

interface Cycle {
  readonly recoveryMs: number;
  readonly unknown: number;
  readonly unknownPresent: number;
}

/** `kill -9` in the middle of the check-ins, again and again: what was acknowledged stays, what was not can be repeated. */
export async function killScenario(rig: Rig, options: KillOptions): Promise<FaultReport> {
  const startedAt = performance.now();
  const name = `kill-${options.victim}`;
  const dataDir = join(rig.folder, name);
  await copyTemplate(rig, dataDir);
  const stand = await Stand.open(rig, { name, dataDir, connections: CONNECTIONS });
  await stand.start();
  const cycles: Cycle[] = [];
  for (let number = 1; number <= options.cycles; number += 1) {
    const cycle = await killOnce(stand, dataDir, options, number);
    cycles.push(cycle);
    rig.note(
      `${name} ${number}/${options.cycles}: ${stand.load.acknowledged.length} acknowledged, back in ${Math.round(cycle.recoveryMs)} ms`,
    );
  }
  const { judgement, warnings, violations } = await stand.verdict();
  await stand.product.stop();
  await stand.close();
  const recoveries = cycles.map((cycle) => cycle.recoveryMs);
  const sum = (pick: (cycle: Cycle) => number) => cycles.reduce((total, cycle) => total + pick(cycle), 0);
  if (sum((cycle) => cycle.unknown) === 0) violations.push('no kill fell among the check-ins: nothing was shown');
  return {
    name,
    form: rig.isShort ? 'short' : 'long',
    violations,
    cycles: cycles.length,
    acknowledged: judgement.acknowledged,
    lost: judgement.lost,
    doubled: judgement.doubled,
    unknown: sum((cycle) => cycle.unknown),
    unknownPresent: sum((cycle) => cycle.unknownPresent),
    recoveryP50Ms: quantile(recoveries, 0.5),
    recoveryMaxMs: quantile(recoveries, 1),
    restarts: stand.starts - 1,
    failedStarts: stand.failedStarts,
    lossBound95: lossBound(judgement.acknowledged, judgement.lost),
    warnings,
    seconds: Math.round((performance.now() - startedAt) / 1000),
  };
}

async function killOnce(stand: Stand, dataDir: string, options: KillOptions, number: number): Promise<Cycle> {
  const { victim, cycles, acknowledged } = options;
  const { load } = stand;
  await withDatabase(dataDir, closeIncidents);
  load.start();
  await load.untilAcknowledged(Math.ceil(acknowledged / cycles));
  await wait(randomInt(MOST_DELAY_MS));
  const killedAt = performance.now();
  const troubles = load.troubles;
  if (victim === 'server') await stand.product.killServer();
  else await (number % 2 === 0 ? stand.product.killBackend() : stand.product.killPostgres());
  await untilReadyAgain(stand, troubles);
  const recoveryMs = performance.now() - killedAt;
  await load.finish();
  const unknown = [...load.unknown.keys()];
  const unknownPresent = unknown.length === 0 ? 0 : await withDatabase(dataDir, (client) => countPresent(client, unknown));
  await load.retryUnknown();
  return { recoveryMs, unknown: unknown.length, unknownPresent };
}

/** The supervisor: starts the platform again when it ended; one that mends itself is left alone. */
async function untilReadyAgain(stand: Stand, troublesBefore: number): Promise<void> {
  const deadline = performance.now() + NOTICE_MS;
  while (!stand.product.hasEnded()) {
    // Ready before anybody was troubled is the moment before PostgreSQL noticed.
    if (stand.load.troubles > troublesBefore && (await isReady(stand.port))) return;
    if (performance.now() > deadline) throw new Error('the platform lost its database, and neither ended nor came back');
    await wait(POLL_MS);
  }
  await stand.start();
}
