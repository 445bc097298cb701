import type { VenuePolicy } from '@tongxing/contract';
import { useState } from 'react';
import { Page } from '../shell/Page';
import { useApplicationWords } from './words';

export interface AgreementProps {
  readonly policy: VenuePolicy;
  readonly onBack: () => void;
  readonly onAgree: () => void;
}

/** What applies here, before the first question. */
export function Agreement({ policy, onBack, onAgree }: AgreementProps) {
  const { t } = useApplicationWords();
  const [isAgreed, setAgreed] = useState(false);
  const foot = (
    <button type="button" className="button button-main" disabled={!isAgreed} onClick={onAgree}>
      {t('applications:agreement.next')}
    </button>
  );
  return (
    <Page title={t('applications:agreement.title')} back={onBack} foot={foot}>
      <ul className="application-points">
        <li>
          {t(`applications:agreement.policy.${policy.pack}`)}{' '}
          {policy.reviewHours !== null && t('applications:agreement.hours', { hours: policy.reviewHours })}
        </li>
        <li>{t('applications:agreement.onSite')}</li>
        <li>{t('applications:agreement.true')}</li>
        <li>{t('applications:agreement.use')}</li>
        <li>{t('applications:agreement.keep')}</li>
      </ul>
      <label className="tick">
        <input type="checkbox" checked={isAgreed} onChange={(event) => setAgreed(event.target.checked)} />
        <span>{t('applications:agreement.agree')}</span>
      </label>
    </Page>
  );
}
