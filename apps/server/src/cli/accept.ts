import { randomUUID } from 'node:crypto';
import { checkHead, putHeadAside, recordAudit, SealKeys } from '../modules/audit/public';
import { systemClock } from '../platform/clock';
import { type Config, ConfigError } from '../platform/config';
import { openDatabase } from '../platform/database/database';
import { numbersOf, type WatermarkFinding } from '../platform/database/watermark-finding';
import { prepareDatabase, prepareKeys } from './prepare';
import type { Progress } from './progress';

/**
 * Goes on with a database that lacks what was acknowledged or sealed: the finding and the reason are kept in the audit
 * log, then the watermark begins anew, and a head of the audit log that does not fit is put aside.
 * @throws {ConfigError} without a reason.
 */
export async function acceptDatabase(config: Config, reason: string, progress: Progress): Promise<void> {
  if (reason.trim() === '') throw new ConfigError('Say why with --reason: it is kept in the audit log.');
  const { watermark, runningUrl, stop } = await prepareDatabase(config, progress, { behind: 'accept' });
  const { db, close } = openDatabase({ url: runningUrl, connections: 1, onError: () => undefined });
  try {
    const { auditHeadFile: headFile } = config;
    const { problem } = await checkHead({ db, headFile, keys: SealKeys.fromSecret((await prepareKeys(config, { runningUrl })).sign) });
    const headFinding = problem === undefined ? undefined : `audit head: ${problem}`;
    const findings = [summaryOf(watermark.finding), headFinding].filter((finding) => finding !== undefined);
    if (findings.length === 0) {
      progress.line('Nothing to accept: the database has everything that the watermark and the head of the audit log remember.');
      return;
    }
    await recordAudit(db, {
      actor: 'operator',
      action: 'database.accept',
      subject: 'database',
      reason: `${reason.trim()} [${findings.join('; ')}]`,
      requestId: randomUUID(),
    });
    if (problem !== undefined) progress.line(`The head that does not fit is kept as ${await putHeadAside(headFile, systemClock.now())}.`);
    await watermark.accept();
    progress.line('Accepted and recorded in the audit log. The watermark begins anew; start the platform again.');
  } finally {
    await close();
    await stop();
  }
}

/** Undefined when the database lacks nothing. */
function summaryOf(finding: WatermarkFinding | undefined): string | undefined {
  if (finding === undefined || finding.kind === 'current' || finding.kind === 'first') return undefined;
  if (finding.kind === 'unreadable') return `unreadable: ${finding.problem}`;
  const numbers = Object.entries(numbersOf(finding)).map(([name, value]) => `${name}=${value}`);
  return [finding.kind, ...numbers].join(' ');
}
