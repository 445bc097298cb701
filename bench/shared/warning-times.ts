import type { SmsArrival } from './sms-gateway';

/** A text that a warning caused, and when the scan behind it was sent. */
export interface OwedSms {
  /** Epoch ms. */
  readonly scannedAt: number;
  readonly to: string;
  readonly text: string;
}

export interface WarningTimes {
  /** Scan to acceptance, ms, of each text that arrived. */
  readonly waitsMs: readonly number[];
  /** When each of them was accepted, epoch ms, in the same order. */
  readonly acceptedAt: readonly number[];
  /** Texts that never arrived. */
  readonly missing: number;
  /** Acceptances beyond one a text. */
  readonly repeated: number;
}

const keyOf = ({ to, text }: { to: string; text: string }) => `${to}\n${text}`;

/**
 * Finds the acceptance of every text. Two texts can be alike (one person at two doors of one name): then the first scan
 * gets the first acceptance.
 */
export function warningTimes(owed: readonly OwedSms[], arrivals: readonly SmsArrival[]): WarningTimes {
  const byKey = new Map<string, number[]>();
  for (const arrival of [...arrivals].sort((a, b) => a.at - b.at)) {
    const known = byKey.get(keyOf(arrival));
    if (known === undefined) byKey.set(keyOf(arrival), [arrival.at]);
    else known.push(arrival.at);
  }
  const waitsMs: number[] = [];
  const acceptedAt: number[] = [];
  let missing = 0;
  for (const sms of [...owed].sort((a, b) => a.scannedAt - b.scannedAt)) {
    const at = byKey.get(keyOf(sms))?.shift();
    if (at === undefined) missing += 1;
    else {
      waitsMs.push(at - sms.scannedAt);
      acceptedAt.push(at);
    }
  }
  const owedKeys = new Set(owed.map(keyOf));
  const repeated = [...byKey].reduce((sum, [key, left]) => sum + (owedKeys.has(key) ? left.length : 0), 0);
  return { waitsMs, acceptedAt, missing, repeated };
}
