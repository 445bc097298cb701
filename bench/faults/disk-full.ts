import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { mount, whyNoMounts } from './disks';
import type { Load } from './load';
import type { FaultReport } from './report';
import { copyTemplate, type Rig } from './rig';
import { Stand } from './stand';

const NAME = 'disk-full';
/** The whole disk of the platform. */
const TMPFS = ['-t', 'tmpfs', '-o', 'size=400m', 'tongxing-disk-full'];
const CONNECTIONS = 32;
/** Clients come back sooner than they are asked to, so that the full disk is really worked against. */
const PAUSE_MS = 50;
const POLL_MS = 5;
const PATIENCE_MS = 60_000;
const MIB = 1024 * 1024;

export interface DiskFullOptions {
  /** Acknowledged before the disk fills and again after there is space. */
  readonly acknowledged: number;
  /** How long the disk stays full under load, ms. */
  readonly fullMs: number;
}

/** Takes all space there is. @returns how to give it back. */
async function fill(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'ballast');
  const file = await open(path, 'w');
  const block = Buffer.alloc(MIB);
  try {
    for (let size = MIB; size >= 4096; size = size / 2) await fillWith(() => file.write(block, 0, size));
  } finally {
    await file.close();
  }
  return () => rm(path);
}

async function fillWith(write: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await write();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return;
      throw error;
    }
  }
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${PATIENCE_MS / 1000} s`);
    await wait(POLL_MS);
  }
}

const refusals = (load: Load) => load.statuses[503] ?? 0;

/** The disk of the database fills under load: 503 and when to come back, no end, and work again as soon as there is space. */
export async function diskFullScenario(rig: Rig, options: DiskFullOptions): Promise<FaultReport> {
  const form = rig.isShort ? 'short' : 'long';
  const skipped = await whyNoMounts(rig.folder, TMPFS);
  if (skipped !== undefined) return { name: NAME, form, skipped, violations: [] };
  const disk = await mount(rig.cleanUp, join(rig.folder, NAME), TMPFS);
  const dataDir = join(disk.path, 'data');
  await copyTemplate(rig, dataDir);
  const stand = await Stand.open(rig, { name: NAME, dataDir, connections: CONNECTIONS, pauseMs: PAUSE_MS });
  await stand.start();
  const { load, product } = stand;
  load.start();
  await load.untilAcknowledged(options.acknowledged);
  const empty = await fill(disk.path);
  const fullAt = performance.now();
  await until('a check-in is refused because the disk is full', () => refusals(load) > 0 || product.hasEnded());
  await wait(options.fullMs);
  const { bavail } = await statfs(disk.path);
  const refused = refusals(load);
  const acknowledgedWhenFull = load.acknowledged.length;
  await empty();
  const emptiedAt = performance.now();
  const violations: string[] = [];
  if (product.hasEnded()) violations.push('the platform ended when its disk was full');
  else await until('a check-in is recorded again', () => load.acknowledged.length > acknowledgedWhenFull || product.hasEnded());
  const recoveryMs = Math.round(performance.now() - emptiedAt);
  if (!product.hasEnded()) await load.untilAcknowledged(options.acknowledged);
  await load.finish();
  const unknown = load.unknown.size;
  if (product.hasEnded()) await stand.start();
  await load.retryUnknown();
  const verdict = await stand.verdict();
  await stand.product.stop();
  await stand.close();
  await disk.unmount();
  return {
    name: NAME,
    form,
    violations: [...violations, ...verdict.violations],
    cycles: 1,
    acknowledged: verdict.judgement.acknowledged,
    lost: verdict.judgement.lost,
    doubled: verdict.judgement.doubled,
    refused,
    unknown,
    fullMs: Math.round(emptiedAt - fullAt),
    freeBlocksWhenFull: bavail,
    recoveryP50Ms: recoveryMs,
    recoveryMaxMs: recoveryMs,
    warnings: verdict.warnings,
  };
}
