import colours from 'picocolors';
import { readVisits } from '../modules/passage/store';
import { systemClock } from '../platform/clock';
import { type Config, ConfigError } from '../platform/config';
import { openDatabase } from '../platform/database/database';
import { isClaimed } from '../platform/database/installation';
import { readWalPosition } from '../platform/database/wal-position';
import { Watermark } from '../platform/database/watermark';
import { findingText, type WatermarkFinding } from '../platform/database/watermark-finding';
import { createLogger } from '../platform/logs';
import type { Progress } from './progress';

/**
 * What happens on a database that is older than what was acknowledged: the command ends, the platform runs without
 * writing, or the operator is about to accept it.
 */
export type Behind = 'refuse' | 'serve' | 'accept';

/**
 * Compares the database with the watermark.
 * @returns the watermark, not started, with a connection of its own: a full pool must not keep it waiting.
 * @throws {ConfigError} when the file cannot be believed or written, or the database is behind and nothing may go on.
 */
export async function openWatermark(config: Config, url: string, progress: Progress, behind: Behind) {
  const logger = createLogger(config.logLevel);
  const { db, close } = openDatabase({ url, connections: 1, onError: () => undefined });
  const watermark = new Watermark({
    file: config.watermarkFile,
    readPosition: () => readWalPosition(db),
    findVisits: async (visits) => new Set((await readVisits(db, visits)).map((visit) => visit.eventId)),
    clock: systemClock,
    logger,
    retentionDays: config.retentionDays,
  });
  try {
    const finding = await watermark.check().catch((error: unknown) => {
      throw new ConfigError(
        `The watermark ${config.watermarkFile} could not be compared or written: ${error instanceof Error ? error.message : String(error)}. Choose a writable place with TONGXING_WATERMARK_FILE.`,
      );
    });
    // Nothing can have been lost by a database that nobody has used.
    if (finding.kind !== 'first' || (await isClaimed(db))) tell(finding, config, progress, behind);
    return { watermark, close: () => watermark.stop().finally(close) };
  } catch (error) {
    await close();
    throw error;
  }
}

function tell(finding: WatermarkFinding, config: Config, progress: Progress, behind: Behind): void {
  if (finding.kind === 'current') return;
  const text = findingText(finding, config.watermarkFile);
  const isFatal = finding.kind === 'unreadable' ? behind !== 'accept' : finding.kind !== 'first' && behind === 'refuse';
  if (isFatal) throw new ConfigError(text);
  const colour = finding.kind === 'first' ? colours.yellow : colours.red;
  progress.line(colour(text));
  if (finding.kind !== 'first' && behind === 'serve') progress.line(colours.red('Reads are answered; every write is refused until then.'));
}
