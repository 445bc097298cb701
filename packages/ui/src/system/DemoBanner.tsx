import { useTranslation } from 'react-i18next';
import { useSystem } from './use-system';

/** Says on every page that nothing here is real, when the server runs as a demonstration. */
export function DemoBanner() {
  const { t } = useTranslation('words');
  const { system } = useSystem();
  if (system?.demo !== true) return null;
  return (
    <section className="tx-demo-banner" aria-label={t('demo.label')}>
      {t('demo.banner')}
    </section>
  );
}
