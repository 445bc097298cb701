import type { OpenDatabase } from '../../platform/database/database';
import { dayFrom, startOfDay } from '../../platform/days';
import { WorkLoop } from '../../platform/jobs';
import type { ModuleContext } from '../module';
import { backendOf, cancelBackend, compactDay, oldestLooseDay } from './compaction-store';

const HOUR_MS = 3_600_000;
const EVERY_MS = 600_000;
/** Hours after midnight, in the city, between which least people are about. */
const NIGHT = { from: 2, to: 5 } as const;

/** The last day that may be compacted now, `YYYY-MM-DD`; undefined outside the night. */
export function lastDayToCompact(now: number, timeZone: string): string | undefined {
  const hours = (now - startOfDay(now, timeZone).getTime()) / HOUR_MS;
  return hours >= NIGHT.from && hours < NIGHT.to ? dayFrom(now, -1, timeZone) : undefined;
}

export interface CompactionOptions extends Pick<ModuleContext, 'db' | 'clock' | 'config' | 'logger'> {
  /** Opens one connection on which a statement may take minutes; closed after each run. */
  readonly open: () => OpenDatabase;
  /** Which day is the last that may be compacted now: the night of the city, unless a test says otherwise. */
  readonly lastDay?: typeof lastDayToCompact;
}

/**
 * Writes past days again so that a trace finds a venue's visits side by side (docs/adr/0011): at night, one day a run,
 * the oldest first. Any number of nodes may run it: the database lets one of them.
 */
export class CompactionLoop extends WorkLoop {
  private readonly stopping: AbortController;

  constructor(context: CompactionOptions) {
    const stopping = new AbortController();
    super({
      name: 'compaction of visit days',
      everyMs: EVERY_MS,
      logger: context.logger,
      run: async () => {
        await compactNext(context, stopping.signal);
        return false;
      },
    });
    this.stopping = stopping;
  }

  /** Does not wait for the day under way: it stays as it was and comes again. */
  override async stop(): Promise<void> {
    this.stopping.abort();
    await super.stop();
  }
}

/** @returns the day that was compacted, if any. */
export async function compactNext(options: CompactionOptions, signal: AbortSignal): Promise<string | undefined> {
  const { db, clock, config, logger, lastDay = lastDayToCompact } = options;
  const last = lastDay(clock.now(), config.timeZone);
  const day = last === undefined ? undefined : await oldestLooseDay(db, last);
  if (day === undefined || !(await compactUnless(options, day, signal))) return undefined;
  logger.info({ day }, 'visit day compacted');
  return day;
}

async function compactUnless({ db, open }: CompactionOptions, day: string, signal: AbortSignal): Promise<boolean> {
  const patient = open();
  try {
    const backend = await backendOf(patient.db);
    const cancel = () => void cancelBackend(db, backend).catch(() => undefined);
    if (signal.aborted) return false;
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await compactDay(patient.db, day);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  } finally {
    await patient.close();
  }
}
