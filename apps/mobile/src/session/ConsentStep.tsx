import { useRetentionDays } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';
import { Page } from '../shell/Page';

const POINTS = ['what', 'why', 'howLong', 'who', 'rights'] as const;

/** What is kept, why, how long and who sees it, before anything is asked. */
export function ConsentStep({ onBack, onAgree }: { readonly onBack: () => void; readonly onAgree: () => void }) {
  const { t } = useTranslation();
  const days = useRetentionDays();
  const foot = (
    <button type="button" className="button button-main" onClick={onAgree}>
      {t('registration.agree')}
    </button>
  );
  return (
    <Page title={t('registration.consentTitle')} back={onBack} foot={foot}>
      <dl className="consent">
        {POINTS.map((point) => (
          <div key={point}>
            <dt>{t(`registration.consent.${point}.title`)}</dt>
            <dd>{t(`registration.consent.${point}.text`, { days })}</dd>
          </div>
        ))}
      </dl>
    </Page>
  );
}
