/** A scan that was sent, or is about to be, and has no answer yet. Holds nothing about the person. */
export interface PendingScan {
  readonly eventId: string;
  readonly code: string;
  /** Epoch milliseconds of this machine: since when it waits. */
  readonly capturedAt: number;
  /** How often in a row the server had no room for it. */
  readonly refusals?: number;
  /** Epoch milliseconds of this machine: the server asked not to be asked again before. */
  readonly notBefore?: number;
}

const STORAGE_KEY = 'tongxing.scan';

/** Where storage is refused the scan lives as long as the page. */
let inMemory: PendingScan | undefined;

function isPendingScan(value: unknown): value is PendingScan {
  if (typeof value !== 'object' || value === null) return false;
  const { eventId, code, capturedAt, refusals = 0, notBefore = 0 } = value as Record<string, unknown>;
  return typeof eventId === 'string' && typeof code === 'string' && [capturedAt, refusals, notBefore].every(Number.isFinite);
}

/** Kept until answered: a retry, a reload or a dead spot must repeat the same event id, or a visit counts twice. */
export function keepPendingScan(scan: PendingScan): void {
  inMemory = scan;
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(scan));
  } catch {
    // Storage refused: memory has it.
  }
}

/** The unanswered scan of this venue code, if there is one. */
export function findPendingScan(code: string): PendingScan | undefined {
  if (inMemory?.code === code) return inMemory;
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? 'null');
    return isPendingScan(value) && value.code === code ? value : undefined;
  } catch {
    return undefined;
  }
}

/** After an answer, or when the server said that nothing was recorded. */
export function forgetPendingScan(): void {
  inMemory = undefined;
  try {
    sessionStorage.removeItem(STORAGE_KEY);
  } catch {
    // Storage refused: there was nothing in it.
  }
}
