import type { Advice, Verdict } from '@tongxing/rules';
import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { VerdictMark } from './VerdictMark';
import { verdictKind } from './verdict-kind';

export interface VerdictPanelProps {
  readonly verdict: Verdict;
  readonly advice: Advice;
  /** `phone` fills a hand, `door` is read from across the room. */
  readonly layout: 'phone' | 'door';
  /** Receives focus when the answer arrives, so that it is spoken. */
  readonly wordRef?: Ref<HTMLHeadingElement>;
  /** What stands under the answer: place, clock, sign, actions. Never a reason on a door. */
  readonly children?: ReactNode;
}

/** Answers about the place, not the person: the check was not left unfinished, it was never due. */
function isAboutPlace(advice: Advice): boolean {
  return advice === 'not_open' || advice === 'use_current_code';
}

function clauses(sentence: string): string[] {
  return sentence.split(/(?<=，)/);
}

/** One answer, huge: shape, word, colour and what to do now. Sound is {@link createVerdictSounds}. */
export function VerdictPanel({ verdict, advice, layout, wordRef, children }: VerdictPanelProps) {
  const { t } = useTranslation('words');
  const kind = verdictKind(verdict);
  const word = kind === 'outcome' && isAboutPlace(advice) ? advice : verdict;
  return (
    <section className="tx-verdict" data-kind={kind} data-verdict={verdict} data-layout={layout}>
      <div className="tx-verdict-answer" aria-live="assertive" aria-atomic="true">
        <VerdictMark verdict={verdict} />
        <div className="tx-verdict-text">
          <h1 className="tx-verdict-word" ref={wordRef} tabIndex={-1}>
            {t(`headline.${word}`)}
          </h1>
          {kind === 'outcome' && word === verdict && <p className="tx-verdict-note">{t('unfinished')}</p>}
          <p className="tx-verdict-advice">
            {clauses(t(`advice.${advice}`)).map((clause) => (
              <span key={clause} className="tx-verdict-clause">
                {clause}
              </span>
            ))}
          </p>
        </div>
      </div>
      {children}
    </section>
  );
}
