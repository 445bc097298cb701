import { randomUUID } from 'node:crypto';
import { recordOperatorAudit } from '../modules/audit/public';
import { type Config, ConfigError } from '../platform/config';
import { openDatabase } from '../platform/database/database';
import { numbersOf, type WatermarkFinding } from '../platform/database/watermark-finding';
import { prepareDatabase } from './prepare';
import type { Progress } from './progress';

/**
 * Goes on with a database that lacks what was acknowledged: the finding and the reason are kept in the audit log, then
 * the watermark begins anew.
 * @throws {ConfigError} without a reason.
 */
export async function acceptDatabase(config: Config, reason: string, progress: Progress): Promise<void> {
  if (reason.trim() === '') throw new ConfigError('Say why with --reason: it is kept in the audit log.');
  const { watermark, runningUrl, stop } = await prepareDatabase(config, progress, { behind: 'accept' });
  try {
    const { finding } = watermark;
    if (finding === undefined || finding.kind === 'current' || finding.kind === 'first') {
      progress.line('Nothing to accept: the database has everything that the watermark remembers.');
      return;
    }
    await keepRecord(runningUrl, `${reason.trim()} [${summaryOf(finding)}]`);
    await watermark.accept();
    progress.line('Accepted and recorded in the audit log. The watermark begins anew; start the platform again.');
  } finally {
    await stop();
  }
}

async function keepRecord(url: string, reason: string): Promise<void> {
  const { db, close } = openDatabase({ url, connections: 1, onError: () => undefined });
  await recordOperatorAudit(db, { action: 'database.accept', subject: 'database', reason, requestId: randomUUID() }).finally(close);
}

function summaryOf(finding: WatermarkFinding): string {
  if (finding.kind === 'unreadable') return `unreadable: ${finding.problem}`;
  if (finding.kind !== 'behind' && finding.kind !== 'replaced') return finding.kind;
  const numbers = Object.entries(numbersOf(finding)).map(([name, value]) => `${name}=${value}`);
  return [finding.kind, ...numbers].join(' ');
}
