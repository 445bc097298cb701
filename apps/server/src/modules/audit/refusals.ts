import type { ErrorCode } from '@tongxing/contract';
import type { Queryable } from '../../platform/database/database';
import type { SessionCookies } from '../../platform/http/cookies';
import type { Principal } from '../../platform/http/principals';
import type { Refused } from '../../platform/http/server';
import { type Resolve, strangerIn } from '../../platform/http/stranger';
import { WorkLoop } from '../../platform/jobs';
import type { Logger } from '../../platform/logs';
import { type AuditActor, recordAudit } from './store';

const MINUTE_MS = 60_000;
/** Said before anybody is let in: who it was is still to be found out. */
const BEFORE_ADMISSION: readonly ErrorCode[] = ['NOT_SIGNED_IN', 'FORBIDDEN', 'PROOF_REQUIRED'];

export interface RefusalsOptions {
  readonly db: Queryable;
  readonly logger: Logger;
  readonly cookies: SessionCookies;
  readonly resolve: Resolve;
}

interface Kept {
  readonly actor: Exclude<AuditActor, string>;
  readonly subject: string;
  readonly reason: string;
  /** Of the last one. */
  requestId: string;
  /** Since it was written. */
  repeated: number;
}

function nameOf(actor: Kept['actor']): string {
  if (actor.kind === 'staff') return `staff ${actor.staffId}`;
  if (actor.kind === 'client') return `client ${actor.clientId}`;
  return actor.kind === 'door' ? `door ${actor.venueId}` : `device ${actor.deviceId}`;
}

/**
 * Keeps who wanted what they may not, or what is not there for them. The first is written before it is answered. The
 * same again (caller, route, reason) is counted and written once a minute: whoever knocks a thousand times fills two
 * lines of the log and not the disk. A resident wants their own things only, and leaves nothing here.
 */
export class Refusals {
  private readonly kept = new Map<string, Kept>();
  private readonly loop: WorkLoop;

  constructor(private readonly options: RefusalsOptions) {
    const { logger } = options;
    this.loop = new WorkLoop({ name: 'refusals', everyMs: MINUTE_MS, logger, run: () => this.writeRepeated() });
  }

  start(): void {
    this.loop.start();
  }

  /** What was counted is written before it ends. */
  async stop(): Promise<void> {
    await this.loop.stop();
    await this.writeRepeated().catch((error: unknown) => this.options.logger.error({ err: error }, 'repeated refusals were not recorded'));
  }

  /** Resolves when it is kept. A failure is for the log: it changes nothing about the refusal. */
  async note(refused: Refused): Promise<void> {
    try {
      const actor = await this.actorOf(refused);
      if (actor !== undefined && actor.kind !== 'resident') await this.keep(actor, refused);
    } catch (error) {
      this.options.logger.error({ err: error }, 'a refusal was not recorded');
    }
  }

  /** Writes how often the same was wanted again. @returns false: there is no more. */
  private async writeRepeated(): Promise<boolean> {
    for (const [key, kept] of this.kept) {
      const { repeated } = kept;
      if (repeated > 0) await this.write(kept, { repeated });
      kept.repeated -= repeated;
      if (kept.repeated === 0) this.kept.delete(key);
    }
    return false;
  }

  private async actorOf({ principal, code, headers }: Refused): Promise<Principal | undefined> {
    if (principal !== undefined || !BEFORE_ADMISSION.includes(code)) return principal;
    return strangerIn(headers, this.options.cookies, this.options.resolve);
  }

  private async keep(actor: Kept['actor'], { code, route, requestId }: Refused): Promise<void> {
    const key = `${nameOf(actor)} ${route} ${code}`;
    const known = this.kept.get(key);
    if (known !== undefined) {
      known.repeated += 1;
      known.requestId = requestId;
      return;
    }
    const first = { actor, subject: `route:${route}`, reason: code, requestId, repeated: 0 };
    this.kept.set(key, first);
    try {
      await this.write(first);
    } catch (error) {
      this.kept.delete(key);
      throw error;
    }
  }

  private async write({ actor, subject, reason, requestId }: Kept, after?: object): Promise<void> {
    await recordAudit(this.options.db, { actor, action: 'request.refuse', subject, reason, requestId, after });
  }
}
