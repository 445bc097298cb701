import type { Trace } from '@tongxing/contract';
import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

/** The request has been sent and waits for its second person. */
export function RequestDone({ trace }: { readonly trace: Trace }) {
  const { t } = useTranslation();
  return (
    <Result
      status="success"
      title={t('trace.sent')}
      subTitle={t('trace.sent_note', { number: trace.caseNumber })}
      extra={
        <Link href={`/traces/${trace.id}`} asChild>
          <Button type="primary">{t('trace.see')}</Button>
        </Link>
      }
    />
  );
}
