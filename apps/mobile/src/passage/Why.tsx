import type { ScanAnswer } from '@tongxing/contract';
import { useRetentionDays, useTimeWords, verdictKind } from '@tongxing/ui';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** The reasons in plain words, what was recorded, and whom to ask when it is wrong. */
export function Why({ answer }: { readonly answer: ScanAnswer }) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="why">
      <h2 ref={heading} tabIndex={-1}>
        {t('verdict.whyTitle')}
      </h2>
      <ul className="why-reasons">
        {answer.reasons.map((reason) => (
          <li key={reason}>
            <strong>{t(`words:reason.${reason}`)}</strong>
            <span>{t(`why.${reason}`)}</span>
          </li>
        ))}
      </ul>
      {verdictKind(answer.verdict) !== 'pass' && (
        <>
          <h3>{t('verdict.appealTitle')}</h3>
          <p>{t('verdict.appeal')}</p>
        </>
      )}
      <p className="soft">{t('verdict.recorded', { time: exact(answer.recordedAt), days: useRetentionDays() })}</p>
    </section>
  );
}
