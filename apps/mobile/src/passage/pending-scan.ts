import { signInMark } from '../session/sign-in-mark';

/** A scan that was sent, or is about to be, and has no answer yet. Holds nothing about the person. */
export interface PendingScan {
  readonly eventId: string;
  readonly code: string;
  /** Epoch milliseconds of this machine: since when it waits. */
  readonly capturedAt: number;
  /** The sign-in it was captured under: it is never sent under another. */
  readonly signIn: string;
  /** How often in a row the server had no room for it. */
  readonly refusals?: number;
  /** Epoch milliseconds of this machine: the server asked not to be asked again before. */
  readonly notBefore?: number;
}

const STORAGE_KEY = 'tongxing.scan';
/** Nobody stands at a door for longer: an older scan tells of then, and the server records it as late. */
const LATE_MS = 5 * 60_000;

/** What this page knows; where storage is refused the scans live as long as it. Undefined until storage was read. */
let inMemory: readonly PendingScan[] | undefined;

function isPendingScan(value: unknown): value is PendingScan {
  if (typeof value !== 'object' || value === null) return false;
  const { eventId, code, signIn, capturedAt, refusals = 0, notBefore = 0 } = value as Record<string, unknown>;
  return [eventId, code, signIn].every((text) => typeof text === 'string') && [capturedAt, refusals, notBefore].every(Number.isFinite);
}

function stored(): readonly PendingScan[] {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(value) ? value.filter(isPendingScan) : [];
  } catch {
    return [];
  }
}

/** Those of whoever is signed in now. */
function ownScans(): readonly PendingScan[] {
  inMemory ??= stored();
  const mark = signInMark();
  return inMemory.filter(({ signIn }) => signIn === mark);
}

function keepAll(scans: readonly PendingScan[]): void {
  inMemory = scans;
  try {
    if (scans.length === 0) sessionStorage.removeItem(STORAGE_KEY);
    else sessionStorage.setItem(STORAGE_KEY, JSON.stringify(scans));
  } catch {
    // Storage refused: memory has them.
  }
}

/** A clock that was put back far makes a scan late too: nobody knows how old it is. */
const isLate = ({ capturedAt }: PendingScan, now: number) => Math.abs(now - capturedAt) > LATE_MS;
const others = (eventId: string) => ownScans().filter((scan) => scan.eventId !== eventId);

/** Kept until answered: a retry, a reload or a dead spot must repeat the same event id, or a visit counts twice. */
export function keepPendingScan(scan: PendingScan): void {
  keepAll(scan.signIn === signInMark() ? [...others(scan.eventId), scan] : ownScans());
}

/** The unanswered scan of somebody who still stands at this venue's door. @param now epoch ms */
export function findPendingScan(code: string, now: number): PendingScan | undefined {
  return ownScans().find((scan) => scan.code === code && !isLate(scan, now));
}

/** Unanswered scans of other doors and other hours, oldest first: each is still to be recorded as what it was. */
export function scansLeftBehind(code: string, now: number): readonly PendingScan[] {
  const current = findPendingScan(code, now);
  return ownScans().filter((scan) => scan !== current);
}

/** After an answer, or when the event id is of no more use. */
export function forgetPendingScan(eventId: string): void {
  keepAll(others(eventId));
}

/** Whoever comes next in this tab is not to find where somebody was. */
export function forgetPendingScans(): void {
  keepAll([]);
}
