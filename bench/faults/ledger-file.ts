import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * What the client was told of a check-in.
 * `ok`: recorded. `fail`: refused with a promise that nothing was recorded. `unknown`: no answer, or one that promises
 * nothing.
 */
export type Outcome = 'ok' | 'fail' | 'unknown';

/** Everything the ledger knows of one event id. */
export interface Entry {
  /** Epoch ms of the first sending. */
  readonly sentAt: number;
  /** Undefined while no attempt has ended. */
  outcome: Outcome | undefined;
  verdict: string | undefined;
  /** Two answers to the same id had different verdicts. */
  isContradicted: boolean;
}

/** An attempt that begins: written before the request leaves. */
export const sentLine = (eventId: string, at: number) => `s ${eventId} ${at}\n`;
/** An attempt that ended. */
export const outcomeLine = (eventId: string, outcome: Outcome, verdict: string | undefined) =>
  `o ${eventId} ${outcome} ${verdict ?? '-'}\n`;
/** Answered by a machine whose disk had been cut off before: what it said counts for nothing. */
export const voidLine = (eventId: string) => `v ${eventId}\n`;

const STRENGTH: Readonly<Record<Outcome, number>> = { fail: 0, unknown: 1, ok: 2 };

function addOutcome(entry: Entry, outcome: Outcome, verdict: string | undefined): void {
  if (entry.outcome === undefined || STRENGTH[outcome] > STRENGTH[entry.outcome]) entry.outcome = outcome;
  if (verdict === undefined) return;
  if (entry.verdict !== undefined && entry.verdict !== verdict) entry.isContradicted = true;
  entry.verdict ??= verdict;
}

/** Adds one line of the file to what is known; a half-written last line is nothing. */
export function addLine(entries: Map<string, Entry>, line: string): void {
  const [kind, eventId = '', second = '', third = ''] = line.split(' ');
  const entry = entries.get(eventId);
  if (kind === 's' && entry === undefined) {
    entries.set(eventId, { sentAt: Number(second), outcome: undefined, verdict: undefined, isContradicted: false });
  } else if (kind === 'o' && entry !== undefined) {
    addOutcome(entry, second as Outcome, third === '-' ? undefined : third);
  } else if (kind === 'v' && entry !== undefined) {
    entry.outcome = 'unknown';
    entry.verdict = undefined;
  }
}

/** Reads a ledger back from its file, the only thing the checker believes. */
export async function readLedger(path: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const line of createInterface({ input: createReadStream(path) })) addLine(entries, line);
  return entries;
}
