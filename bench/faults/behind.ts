import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Connection } from './connection';
import { makeCheckIn } from './load';
import { isReady, runCommand } from './product';
import type { FaultReport } from './report';
import { copyTemplate, type Rig, run } from './rig';
import { Stand } from './stand';

const NAME = 'behind';
const CONNECTIONS = 32;
const REASON = 'fault rig: the copy of before was put back on purpose';

export interface BehindOptions {
  /** Acknowledged before the copy is taken, and again after it. */
  readonly acknowledged: number;
}

async function checkInFor(stand: Stand, acknowledged: number): Promise<void> {
  stand.load.start();
  await stand.load.untilAcknowledged(acknowledged);
  await stand.load.finish();
}

/** What the platform does while its database lacks what it acknowledged. @returns what it should not do */
async function triesWhileBehind(stand: Stand, rig: Rig): Promise<string[]> {
  const problems: string[] = [];
  const connection = new Connection(stand.port);
  const checkIn = makeCheckIn(rig.crowd);
  const { answer } = await stand.load.attempt(connection, checkIn);
  connection.close();
  if (answer?.status !== 503 || !answer.body.includes('DATABASE_BEHIND'))
    problems.push(`a check-in on a database that is behind was answered ${answer?.status}: ${answer?.body.slice(0, 120)}`);
  if (await isReady(stand.port)) problems.push('/readyz says ready on a database that is behind');
  const visits = await fetch(`http://127.0.0.1:${stand.port}/api/v1/me/visits`, {
    headers: { cookie: `tongxing_resident=${checkIn.token}` },
  });
  await visits.body?.cancel();
  if (!visits.ok) problems.push(`reading on a database that is behind was answered ${visits.status}`);
  return problems;
}

/** A copy of before is put back: nothing is written over the gap, and the documented way out loses nothing that is sent again. */
export async function behindScenario(rig: Rig, { acknowledged }: BehindOptions): Promise<FaultReport> {
  const dataDir = join(rig.folder, NAME);
  const copy = join(rig.folder, `${NAME}-copy`);
  await copyTemplate(rig, dataDir);
  // Beside the data folder: a watermark that is put back with the database cannot notice anything.
  const settings = { TONGXING_WATERMARK_FILE: join(rig.folder, `${NAME}-watermark.json`) };
  const stand = await Stand.open(rig, { name: NAME, dataDir, connections: CONNECTIONS, settings });
  await stand.start();
  await checkInFor(stand, acknowledged);
  await stand.product.stop();
  await run('cp', ['--archive', '--reflink=auto', dataDir, copy]);
  const position = stand.load.acknowledged.length;
  await stand.start();
  await checkInFor(stand, acknowledged);
  await stand.product.stop();
  await rm(dataDir, { recursive: true });
  await run('mv', [copy, dataDir]);

  await stand.start('/healthz');
  const problems = await triesWhileBehind(stand, rig);
  await stand.product.stop();
  const startedAt = performance.now();
  await runCommand(['accept-database', '--reason', REASON], stand.productOptions);
  await stand.start();
  const recoveryMs = Math.round(performance.now() - startedAt);
  // Phones and devices that still hold what was acknowledged send it again, with its own ids.
  stand.load.revokeFrom(position);
  const resent = stand.load.unknown.size;
  await stand.load.retryUnknown();
  const { judgement, warnings, violations } = await stand.verdict();
  await stand.product.stop();
  await stand.close();
  return {
    name: NAME,
    form: rig.isShort ? 'short' : 'long',
    violations: [...problems, ...violations],
    cycles: 1,
    acknowledged: judgement.acknowledged,
    lost: judgement.lost,
    doubled: judgement.doubled,
    resent,
    recoveryP50Ms: recoveryMs,
    recoveryMaxMs: recoveryMs,
    warnings,
  };
}
