import {
  ADVICE,
  type Advice,
  DIRECTIONS,
  type Direction,
  EVIDENCE_GRADES,
  type EvidenceGrade,
  REASON_CODES,
  type ReasonCode,
  SCAN_METHODS,
  type ScanMethod,
  VERDICTS,
  type Verdict,
} from '@tongxing/rules';

/**
 * Words ↔ the small numbers of the `visits` table: the place in the vocabulary's list. The lists therefore only grow at
 * their end; a test holds them against the numbers already on disk.
 */
function coder<T extends string>(words: readonly T[]) {
  const numbers = new Map(words.map((word, index) => [word, index]));
  return {
    write: (word: T): number => numbers.get(word) ?? 0,
    read: (number: number): T => {
      const word = words[number];
      if (word === undefined) throw new Error(`no word for code ${number}`);
      return word;
    },
  };
}

export const verdictCode = coder<Verdict>(VERDICTS);
export const adviceCode = coder<Advice>(ADVICE);
export const evidenceCode = coder<EvidenceGrade>(EVIDENCE_GRADES);
export const methodCode = coder<ScanMethod>(SCAN_METHODS);
export const directionCode = coder<Direction>(DIRECTIONS);
export const reasonCode = coder<ReasonCode>(REASON_CODES);

const IN_ORDER: readonly ReasonCode[] = ['HEALTH_GREEN'];

/** Null is written for the usual case. */
export function writeReasons(reasons: readonly ReasonCode[]): number[] | null {
  return reasons.length === 1 && reasons[0] === 'HEALTH_GREEN' ? null : reasons.map(reasonCode.write);
}

export function readReasons(codes: readonly number[] | null): ReasonCode[] {
  return codes === null ? [...IN_ORDER] : codes.map(reasonCode.read);
}

/** Totals as a venue sees them: check outcomes are counted together as unfinished. */
export function totalsOf(counts: readonly { verdict: number; count: number }[]) {
  const totals = { pass: 0, attention: 0, stop: 0, unfinished: 0 };
  for (const { verdict, count } of counts) {
    const word = verdictCode.read(verdict);
    totals[word === 'pass' || word === 'attention' || word === 'stop' ? word : 'unfinished'] += count;
  }
  return totals;
}
