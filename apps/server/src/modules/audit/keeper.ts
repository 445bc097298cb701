import { randomUUID } from 'node:crypto';
import { WorkLoop } from '../../platform/jobs';
import type { Logger } from '../../platform/logs';
import { checkHead, type HeadPlace, type HeadProblem } from './head-check';
import { writeHeadFile } from './head-file';
import { findNewest } from './reads';
import type { Head } from './seal';
import { findHead } from './seal-store';
import { type SealerOptions, sealNext } from './sealer';
import { verifyAndRecord } from './verification';

const EVERY_MS = 1_000;
/** Whether a verification is due is looked at so often; once a day one is. */
const DUE_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

const PROBLEMS: Readonly<Record<HeadProblem, string>> = {
  unreadable: 'it cannot be read',
  not_ours: 'it was not signed with the keys of this installation',
  log_ends_early: 'the log in the database ends before it',
  log_rewritten: 'the database has another seal in its place',
};

export interface AuditKeeperOptions extends SealerOptions, HeadPlace {
  readonly logger: Logger;
}

/**
 * Seals the audit log every second, keeps the newest head outside the database, and verifies the whole once a day
 * (docs/adr/0016). A head that the database contradicts is never written over: it is the proof.
 */
export class AuditKeeper {
  private readonly loop: WorkLoop;
  private readonly verifying: WorkLoop;
  private kept: Head | undefined;
  private isContradicted = false;
  private isHalted = false;

  constructor(private readonly options: AuditKeeperOptions) {
    const { logger } = options;
    this.loop = new WorkLoop({ name: 'audit seals', everyMs: EVERY_MS, logger, run: () => this.run() });
    this.verifying = new WorkLoop({ name: 'audit verification', everyMs: DUE_EVERY_MS, logger, run: () => this.verifyDaily() });
  }

  start(): void {
    this.loop.start();
    this.verifying.start();
  }

  /** Nothing more is written, on the word of a database that is behind. */
  async halt(): Promise<void> {
    this.isHalted = true;
    await Promise.all([this.loop.stop(), this.verifying.stop()]);
  }

  /** Seals a last time, so that a stop leaves nothing open. */
  async stop(): Promise<void> {
    await Promise.all([this.loop.stop(), this.verifying.stop()]);
    if (!this.isHalted) await this.run().catch(() => undefined);
  }

  /** @returns whether there may be more at once. */
  async run(): Promise<boolean> {
    const more = await sealNext(this.options);
    await this.keepHead();
    return more;
  }

  private async verifyDaily(): Promise<boolean> {
    const { db, clock, logger } = this.options;
    const last = await findNewest(db, 'audit.verify');
    if (last !== undefined && clock.now() - last.at.getTime() < DAY_MS) return false;
    const { found, findings } = await verifyAndRecord(this.options, 'platform', randomUUID());
    if (found > 0)
      logger.fatal({ found, findings }, 'The audit log is not what was sealed. Run `tongxing audit verify`: it names every place.');
    return false;
  }

  private async keepHead(): Promise<void> {
    if (this.isContradicted) return;
    const { db, keys, headFile } = this.options;
    const newest = await findHead(db);
    if (newest !== undefined && newest.number === this.kept?.number && newest.hash === this.kept.hash) return;
    const { problem } = await checkHead(this.options);
    if (problem !== undefined) return this.contradict(problem);
    if (newest !== undefined) await writeHeadFile(headFile, { ...newest, publicKey: keys.publicKey });
    this.kept = newest;
  }

  private contradict(problem: HeadProblem): void {
    this.isContradicted = true;
    const { logger, headFile } = this.options;
    logger.fatal(
      { headFile, problem },
      `The head of the audit log in ${headFile} does not fit the database: ${PROBLEMS[problem]}. It is left as it is, as proof. Run \`tongxing audit verify\`; if the database is known to be older or another one, \`tongxing accept-database\` puts the head aside.`,
    );
  }
}
