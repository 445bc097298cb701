import { useSystem } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';

/** In a demonstration no SMS is sent: where to read them. Opens beside the page, so that nothing typed is lost. */
export function DemoHelp() {
  const { t } = useTranslation();
  const { system } = useSystem();
  if (system?.demo !== true) return null;
  return (
    <p className="demo-help">
      <a href="/m/demo" target="_blank" rel="noopener">
        {t('signIn.demo')}
      </a>
    </p>
  );
}
