import { CopyOutlined } from '@ant-design/icons';
import type { ApiClientWithSecret } from '@tongxing/contract';
import { Alert, App, Button } from 'antd';
import { useTranslation } from 'react-i18next';

const SCHEME = 'Tongxing-Client';

/** The key of a system, in the form it has to show: told once. */
export function SecretOnce({ client }: { readonly client: ApiClientWithSecret }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  if (client.secret === null) return <Alert type="warning" showIcon title={t('client.lost')} />;
  const header = `${SCHEME} ${client.id}.${client.secret}`;
  const copy = async () => {
    await navigator.clipboard.writeText(header);
    void message.success(t('client.copied'));
  };
  return (
    <>
      <Alert type="warning" showIcon className="problem" title={t('client.secret_title')} description={t('client.secret_text')} />
      <p className="quiet">{t('client.secret')}</p>
      <div className="secret-once">
        <code>{header}</code>
        <Button icon={<CopyOutlined />} onClick={() => void copy()}>
          {t('client.copy')}
        </Button>
      </div>
    </>
  );
}
