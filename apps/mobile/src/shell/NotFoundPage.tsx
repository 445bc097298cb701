import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Page } from './Page';

/** An address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('notFound.title')}>
      <p className="lead">{t('notFound.todo')}</p>
      <Link className="button button-main" href="/m/">
        {t('toHome')}
      </Link>
    </Page>
  );
}
