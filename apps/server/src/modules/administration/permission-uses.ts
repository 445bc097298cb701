import type { Permission } from '@tongxing/contract';
import { dayOf } from '../../platform/days';
import { WorkLoop } from '../../platform/jobs';
import type { ModuleContext } from '../module';
import { type UsedPermission, writeUses } from './reviews-store';

const EVERY_MS = 5_000;

/**
 * Notes on which day an account last used a permission. Off the answer's path and at most one write an account,
 * permission and day from each process: what is known to have been used today is kept in memory. What a crash loses is
 * noted at the next use.
 */
export class PermissionUses {
  private day = '';
  private noted = new Set<string>();
  private waiting: UsedPermission[] = [];
  readonly loop: WorkLoop;

  constructor(private readonly context: Pick<ModuleContext, 'db' | 'clock' | 'config' | 'logger'>) {
    this.loop = new WorkLoop({
      name: 'uses of permissions',
      everyMs: EVERY_MS,
      logger: context.logger,
      run: async () => {
        await this.write();
        return false;
      },
    });
  }

  readonly note = (staffId: number, permission: Permission): void => {
    const today = this.today();
    if (today !== this.day) {
      this.day = today;
      this.noted = new Set();
    }
    const key = `${staffId} ${permission}`;
    if (this.noted.has(key)) return;
    this.noted.add(key);
    this.waiting.push({ staffId, permission });
  };

  /** Writes what was noted; what cannot be written is noted again at its next use. */
  async write(): Promise<void> {
    const uses = this.waiting;
    if (uses.length === 0) return;
    this.waiting = [];
    try {
      await writeUses(this.context.db, uses, this.day);
    } catch (error) {
      for (const { staffId, permission } of uses) this.noted.delete(`${staffId} ${permission}`);
      throw error;
    }
  }

  private today(): string {
    return dayOf(this.context.clock.now(), this.context.config.timeZone);
  }
}
