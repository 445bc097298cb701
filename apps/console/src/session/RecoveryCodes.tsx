import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { Alert, Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly username: string;
  readonly doneLabel: string;
  readonly onDone: () => void;
}

/** Saved by a link that lives for the click: nothing of it stays in the page. */
function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** Recovery codes, seen this once: to be saved or printed before going on. */
export function RecoveryCodes({ codes, username, doneLabel, onDone }: RecoveryCodesProps) {
  const { t } = useTranslation();
  const text = [t('words:product'), t('recovery.of', { username }), '', ...codes, ''].join('\r\n');
  return (
    <div className="recovery">
      <Alert type="warning" showIcon title={t('recovery.once')} description={t('recovery.intro')} />
      <ul className="recovery-codes" aria-label={t('recovery.title')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p className="recovery-owner">{t('recovery.of', { username })}</p>
      <Space wrap className="recovery-actions">
        <Button icon={<DownloadOutlined />} onClick={() => save(`tongxing-recovery-codes-${username}.txt`, text)}>
          {t('recovery.save')}
        </Button>
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {t('action.print')}
        </Button>
        <Button type="primary" onClick={onDone}>
          {doneLabel}
        </Button>
      </Space>
    </div>
  );
}
