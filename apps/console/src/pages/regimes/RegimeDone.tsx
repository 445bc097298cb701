import type { RegimeNotice } from '@tongxing/contract';
import { useTimeWords } from '@tongxing/ui';
import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

/** The switch has been made: what is in force, and since when. */
export function RegimeDone({ notice }: { readonly notice: RegimeNotice }) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  return (
    <Result
      status="success"
      title={t('regime.done', { area: notice.division.name, regime: t(`words:regime.${notice.regime}`) })}
      subTitle={t('regime.done_since', { at: exact(notice.validFrom), number: notice.noticeNumber })}
      extra={
        <Link href="/regimes" asChild>
          <Button type="primary">{t('regime.see_all')}</Button>
        </Link>
      }
    />
  );
}
