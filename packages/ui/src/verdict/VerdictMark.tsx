import type { Verdict } from '@tongxing/rules';
import type { VerdictKind } from './verdict-kind';
import { verdictKind } from './verdict-kind';

function Shape({ kind }: { readonly kind: VerdictKind }) {
  switch (kind) {
    case 'pass':
      return (
        <>
          <circle className="tx-mark-shape" cx="50" cy="50" r="48" />
          <path className="tx-mark-symbol" d="M27 52 L44 68 L74 34" strokeWidth="11" strokeLinecap="round" strokeLinejoin="round" />
        </>
      );
    case 'attention':
      return (
        <>
          <path className="tx-mark-shape" d="M43.1 8.2 Q50 -3.4 56.9 8.2 L97.4 80.6 Q103 93 90 93 L10 93 Q-3 93 2.6 80.6 Z" />
          <path className="tx-mark-symbol" d="M50 34 L50 60" strokeWidth="10" strokeLinecap="round" />
          <circle className="tx-mark-dot" cx="50" cy="77" r="6" />
        </>
      );
    case 'stop':
      return (
        <>
          <path className="tx-mark-shape" d="M31 3 L69 3 L97 31 L97 69 L69 97 L31 97 L3 69 L3 31 Z" />
          <path className="tx-mark-symbol" d="M26 50 L74 50" strokeWidth="15" />
        </>
      );
    case 'outcome':
      return (
        <>
          <rect className="tx-mark-shape" x="6" y="6" width="88" height="88" rx="20" />
          <path
            className="tx-mark-symbol"
            d="M35 38 Q35 23 50 23 Q66 23 66 37 Q66 46 57 50 Q50 53 50 61"
            strokeWidth="9"
            strokeLinecap="round"
          />
          <circle className="tx-mark-dot" cx="50" cy="77" r="6" />
        </>
      );
  }
}

/**
 * The shape of an answer: full circle with a tick, triangle, octagon, or a rounded square with a question mark.
 * Decoration to a screen reader; the word stands beside it.
 */
export function VerdictMark({ verdict }: { readonly verdict: Verdict }) {
  const kind = verdictKind(verdict);
  return (
    <svg className="tx-mark" data-kind={kind} viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      <Shape kind={kind} />
    </svg>
  );
}
