/** One JSON line a scenario, with stable keys. Times in ms. */
export interface FaultReport {
  readonly name: string;
  readonly form: 'short' | 'long';
  /** Why nothing was tried on this machine; the other figures are then absent. */
  readonly skipped?: string;
  /** What did not hold; empty is what everybody wants. */
  readonly violations: readonly string[];
  readonly cycles?: number;
  /** Check-ins answered with a verdict, checked one by one. */
  readonly acknowledged?: number;
  readonly lost?: number;
  readonly doubled?: number;
  /** Attempts whose end nobody knew before they were sent again. */
  readonly unknown?: number;
  /** Of those, on record before they were sent again: committed, and the answer lost. */
  readonly unknownPresent?: number;
  /** Fault to ready. */
  readonly recoveryP50Ms?: number;
  readonly recoveryMaxMs?: number;
  /** Rule of three: with 95 % confidence at most this share of acknowledged check-ins is lost. */
  readonly lossBound95?: number | undefined;
  readonly warnings?: number;
  readonly seconds?: number;
  readonly [figure: string]: unknown;
}

/** The value below which a share of the values lies, rounded to whole ms; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
}

/** 3/N for N trials without a failure; undefined when there was one. */
export function lossBound(trials: number, failures: number): number | undefined {
  return trials === 0 || failures > 0 ? undefined : Number((3 / trials).toPrecision(2));
}
