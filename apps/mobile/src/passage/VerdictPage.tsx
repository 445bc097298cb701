import type { ScanAnswer } from '@tongxing/contract';
import { VerdictPanel, VerdictPlace } from '@tongxing/ui';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { sounds } from './sounds';
import { Why } from './Why';

/** The answer on the visitor's phone. The reason stands one tap away, so that nobody reads it over a shoulder. */
export function VerdictPage({ answer }: { readonly answer: ScanAnswer }) {
  const { t } = useTranslation();
  const [showsWhy, setShowsWhy] = useState(false);
  const word = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${t(`words:headline.${answer.verdict}`)} · ${t('words:product')}`;
    word.current?.focus();
    window.scrollTo(0, 0);
  }, [answer.verdict, t]);
  useEffect(() => sounds.play(answer.verdict), [answer.verdict]);
  const { venue } = answer;
  return (
    <main className="verdict-page">
      <VerdictPanel verdict={answer.verdict} advice={answer.advice} layout="phone" wordRef={word}>
        {answer.stale && <p className="verdict-stale">{t('verdict.stale')}</p>}
        <VerdictPlace name={venue.name} address={venue.address} checkpoint={venue.checkpoint} sign={answer.sign} />
        <div className="verdict-actions">
          <button
            type="button"
            className="verdict-button"
            aria-expanded={showsWhy}
            aria-controls="why"
            onClick={() => setShowsWhy(!showsWhy)}
          >
            {t(showsWhy ? 'verdict.hideWhy' : 'verdict.why')}
          </button>
          <Link className="verdict-button" href="/m/">
            {t('verdict.done')}
          </Link>
        </div>
      </VerdictPanel>
      <div id="why">{showsWhy && <Why answer={answer} />}</div>
    </main>
  );
}
