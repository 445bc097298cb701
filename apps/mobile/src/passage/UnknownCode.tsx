import { formatVenueCode } from '@tongxing/codes';
import { useTranslation } from 'react-i18next';
import { CodeEntry } from '../home/CodeEntry';
import { Page } from '../shell/Page';

/** A code nobody issued, or one typed wrongly: try again here. */
export function UnknownCode({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  return (
    <Page title={t('venue.unknown.title')} back="/m/">
      <p className="lead">{t('venue.unknown.todo')}</p>
      <p className="digits soft">{formatVenueCode(code)}</p>
      <CodeEntry />
    </Page>
  );
}
