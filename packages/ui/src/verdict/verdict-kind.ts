import type { Verdict } from '@tongxing/rules';

/** The four looks of an answer. Whatever could not be checked to the end is an `outcome`, never a colour. */
export type VerdictKind = 'pass' | 'attention' | 'stop' | 'outcome';

/** Which of the four looks a verdict has. */
export function verdictKind(verdict: Verdict): VerdictKind {
  return verdict === 'pass' || verdict === 'attention' || verdict === 'stop' ? verdict : 'outcome';
}
