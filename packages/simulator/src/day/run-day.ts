import { planDay } from '../city';
import type { BoundedOptions } from './bounded';
import { connectTo, requireDemo } from './connection';
import { countDisposal, dispose } from './disposal';
import { startWatch } from './measures';
import { sendScans } from './scans';
import { signInAll } from './sign-in';
import { signStaffIn } from './staff';
import type { DayOptions, DayPhase, DaySummary } from './summary';
import { traceCase } from './tracing';

const DAY_MS = 86_400_000;

/** Times the phases and tells their beginning and end. */
class Phases {
  readonly #seconds: Record<DayPhase, number> = { prepare: 0, sign_in: 0, scans: 0, disposal: 0, tracing: 0 };
  readonly #total = startWatch();

  constructor(private readonly options: DayOptions) {}

  /** Runs a phase of one step, or of many when the work reports its own progress. */
  async run<T>(phase: DayPhase, work: (bounded: BoundedOptions) => Promise<T>): Promise<T> {
    const { concurrency, signal, onProgress } = this.options;
    signal?.throwIfAborted();
    let hasReported = false;
    const onDone = (done: number, total: number): void => {
      hasReported = true;
      onProgress?.({ phase, done, total });
    };
    const watch = startWatch();
    const result = await work({ concurrency, signal, onDone });
    this.#seconds[phase] = watch();
    if (!hasReported) onDone(1, 1);
    return result;
  }

  durations(): DaySummary['durations'] {
    return { ...this.#seconds, total: this.#total() };
  }
}

/**
 * Plays the 24 hours that end now against a running server in demo mode, through its public API only: residents sign
 * in by SMS code, register where needed and scan; the data team, 110, the epidemiologist and the approver do their
 * part. Refusals for load are repeated with the same event id after the time the server asks for.
 *
 * Rejects with `DayImpossible` when the server does not fit, with the signal's reason when aborted, and with the
 * API's error when staff are refused. Refusals of single residents and scans are counted in the summary.
 */
export async function runDay(options: DayOptions): Promise<DaySummary> {
  const { city, residents } = options;
  const venues = Math.min(options.venues ?? city.size.venues, city.size.venues);
  const connection = connectTo(options);
  const { patience } = connection;
  const phases = new Phases(options);
  const { plan, staff, before } = await phases.run('prepare', async () => {
    const now = await requireDemo(connection, options, venues);
    const planned = planDay(city, { start: now - DAY_MS, residents, venues });
    const signed = await signStaffIn(connection);
    return { plan: planned, staff: signed, before: await countDisposal(signed, patience) };
  });
  const signedIn = await phases.run('sign_in', (bounded) => signInAll(connection, city, residents, bounded));
  const scans = await phases.run('scans', (bounded) => sendScans(city, plan, signedIn.clients, bounded));
  const disposal = await phases.run('disposal', () => dispose(staff, before, patience));
  const tracing = await phases.run('tracing', () => traceCase(staff, city, plan, patience));
  return {
    window: { from: new Date(plan.start).toISOString(), to: new Date(plan.end).toISOString() },
    residents,
    signedIn: signedIn.clients.size,
    registered: signedIn.registered,
    signInRefused: signedIn.refused,
    ...scans,
    ...disposal,
    ...tracing,
    durations: phases.durations(),
  };
}
