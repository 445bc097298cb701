import { randomInt } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CutDisk, whyNoPowerCuts } from './cut-disk';
import { readVisits, withDatabase } from './database';
import { judge } from './judge';
import { isReady } from './product';
import { type FaultReport, lossBound, quantile } from './report';
import type { Rig } from './rig';
import { Stand } from './stand';

const NAME = 'power-cut';
const CONNECTIONS = 64;
/** Acknowledged before a cut, at least: on a slow machine too there must be something to lose. */
const FIRST = 100;

/** How PostgreSQL is set: as the platform demands, or unsafe, to show that the rig sees the loss. */
type Setting = 'default' | 'synchronous_commit=off' | 'fsync=off';
const CONTROLS: readonly Setting[] = ['synchronous_commit=off', 'fsync=off'];

export interface PowerCutOptions {
  readonly cuts: number;
  /** Of each control, at most; it ends early once it lost something when `isControlBrief`. */
  readonly controlCuts: number;
  readonly isControlBrief: boolean;
  /** Latest moment of a cut after the first check-ins, ms. */
  readonly latestMs: number;
}

interface Cut {
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly unknown: number;
  readonly warnings: number;
  /** Undefined when the platform did not come up on what was left of the disk. */
  readonly recoveryMs: number | undefined;
  /** The platform said itself that its database lacks what was acknowledged. */
  readonly isNoticed: boolean;
  readonly violations: readonly string[];
}

/** The power fails at a random moment, again and again; and with unsafe settings, where the rig must find the loss. */
export async function powerCutScenario(rig: Rig, options: PowerCutOptions): Promise<FaultReport> {
  const startedAt = performance.now();
  const form = rig.isShort ? 'short' : 'long';
  const skipped = await whyNoPowerCuts(rig.folder);
  if (skipped !== undefined) return { name: NAME, form, skipped, violations: [] };
  const disk = await CutDisk.make(rig);
  const cuts = await cutOften(rig, disk, 'default', options);
  const violations = cuts.flatMap((cut) => cut.violations);
  const controls: Record<string, unknown>[] = [];
  for (const setting of CONTROLS) {
    const control = await cutOften(rig, disk, setting, options);
    const withLoss = control.filter((cut) => cut.lost > 0).length;
    if (withLoss === 0) violations.push(`the control with ${setting} lost nothing: this rig would not see a loss`);
    const worstLoss = Math.max(...control.map((cut) => cut.lost));
    const noticed = control.filter((cut) => cut.isNoticed).length;
    const notStarting = control.filter((cut) => cut.recoveryMs === undefined).length;
    controls.push({
      setting,
      cuts: control.length,
      cutsWithLoss: withLoss,
      noticed,
      notStarting,
      acknowledged: sum(control, 'acknowledged'),
      worstLoss,
    });
  }
  await disk.remove();
  const recoveries = cuts.flatMap((cut) => cut.recoveryMs ?? []);
  return {
    name: NAME,
    form,
    violations,
    cycles: cuts.length,
    acknowledged: sum(cuts, 'acknowledged'),
    lost: sum(cuts, 'lost'),
    doubled: sum(cuts, 'doubled'),
    unknown: sum(cuts, 'unknown'),
    recoveryP50Ms: quantile(recoveries, 0.5),
    recoveryMaxMs: quantile(recoveries, 1),
    lossBound95: lossBound(sum(cuts, 'acknowledged'), sum(cuts, 'lost')),
    warnings: sum(cuts, 'warnings'),
    controls,
    method: disk.method,
    seconds: Math.round((performance.now() - startedAt) / 1000),
  };
}

function sum(cuts: readonly Cut[], key: 'acknowledged' | 'lost' | 'doubled' | 'unknown' | 'warnings'): number {
  return cuts.reduce((total, cut) => total + cut[key], 0);
}

async function cutOften(rig: Rig, disk: CutDisk, setting: Setting, options: PowerCutOptions): Promise<Cut[]> {
  const isControl = setting !== 'default';
  const cuts: Cut[] = [];
  for (let number = 1; number <= (isControl ? options.controlCuts : options.cuts); number += 1) {
    const cut = await cutOnce(rig, disk, setting, { ...options, name: `${NAME}-${setting}-${number}` });
    cuts.push(cut);
    rig.note(`${NAME} ${setting} ${number}: ${cut.acknowledged} acknowledged, ${cut.lost} lost`);
    if (isControl && options.isControlBrief && cut.lost > 0) break;
  }
  return cuts;
}

async function cutOnce(rig: Rig, disk: CutDisk, setting: Setting, { name, latestMs }: { name: string; latestMs: number }): Promise<Cut> {
  await disk.insert();
  const stand = await Stand.open(rig, { name, dataDir: disk.dataDir, connections: CONNECTIONS });
  try {
    await stand.start();
    if (setting !== 'default') await makeUnsafe(disk.dataDir, setting);
    const { load } = stand;
    load.start();
    await load.untilAcknowledged(FIRST);
    await wait(randomInt(latestMs));
    // What was acknowledged by now must be left. What is acknowledged from now on was said by a machine without power.
    const position = load.acknowledged.length;
    await disk.cut();
    await stand.product.killAll();
    await load.finish();
    load.revokeFrom(position);
    await disk.restore();
    return setting === 'default' ? await judgeProduct(stand, position) : await judgeControl(stand, disk, position);
  } finally {
    await stand.close();
    await disk.eject();
  }
}

/** Behind the platform's back: it checks these settings at its start and refuses them there. */
async function makeUnsafe(dataDir: string, setting: Setting): Promise<void> {
  const [name, value] = setting.split('=');
  await withDatabase(dataDir, async (client) => {
    await client.query(`alter system set ${name} = ${value}`);
    await client.query('select pg_reload_conf()');
  });
  await withDatabase(dataDir, async (client) => {
    const { rows } = await client.query<{ setting: string }>('select setting from pg_settings where name = $1', [name]);
    if (rows[0]?.setting !== value) throw new Error(`PostgreSQL did not take ${setting}`);
  });
}

async function judgeProduct(stand: Stand, acknowledged: number): Promise<Cut> {
  const startedAt = performance.now();
  await stand.start();
  const recoveryMs = performance.now() - startedAt;
  const unknown = stand.load.unknown.size;
  await stand.load.retryUnknown();
  const { judgement, warnings, violations } = await stand.verdict();
  await stand.product.stop();
  return { acknowledged, lost: judgement.lost, doubled: judgement.doubled, unknown, warnings, recoveryMs, isNoticed: false, violations };
}

/** The unsafe setting is taken away, so that the platform starts at all; the loss has happened. */
async function judgeControl(stand: Stand, disk: CutDisk, acknowledged: number): Promise<Cut> {
  await rm(join(disk.dataDir, 'postgres', 'postgresql.auto.conf'), { force: true });
  const startedAt = performance.now();
  // It answers, and is perhaps not ready for ever: the watermark notices that something is missing.
  const recoveryMs = await stand.start('/healthz').then(
    () => performance.now() - startedAt,
    () => undefined,
  );
  const isNoticed = recoveryMs !== undefined && !(await isReady(stand.port));
  // A database that does not come up, or cannot be read, has lost everything.
  const visits = recoveryMs === undefined ? [] : await withDatabase(disk.dataDir, readVisits).catch(() => []);
  const { lost } = judge(await stand.ledger.entries(), visits);
  return { acknowledged, lost, doubled: 0, unknown: stand.load.unknown.size, warnings: 0, recoveryMs, isNoticed, violations: [] };
}
