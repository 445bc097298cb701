import { DownloadOutlined } from '@ant-design/icons';
import type { ExportFormat } from '@tongxing/contract';
import type { Input } from '@tongxing/contract/client';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newId } from '../api/client';
import { download, save, type TableRoute } from '../api/download';
import { FormModal, WordsField } from './FormModal';

interface ExportButtonProps<R extends TableRoute> {
  readonly route: R;
  /** What the list is narrowed to: the file holds the same. */
  readonly filter: Input<R> extends { readonly body: { readonly filter: infer F } } ? F : never;
}

const FORMATS = ['csv', 'xlsx'] as const satisfies readonly ExportFormat[];
const KB = 1_024;

/** The list as a file: which kind, then why. The reason is recorded with who took it. */
export function ExportButton<R extends TableRoute>({ route, filter }: ExportButtonProps<R>) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [format, setFormat] = useState<ExportFormat>();
  const [bytes, setBytes] = useState(0);
  const take = async (wanted: ExportFormat, reason: string) => {
    setBytes(0);
    const body = { id: newId(), format: wanted, reason, filter };
    const file = await download(route, { body } as Input<R>, setBytes);
    save(file);
    void message.success(t('export.saved', { name: file.name }));
  };
  const items = FORMATS.map((key) => ({ key, label: t(`export.format.${key}`), onClick: () => setFormat(key) }));
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button icon={<DownloadOutlined aria-hidden />}>{t('export.label')}</Button>
      </Dropdown>
      {format !== undefined && (
        <FormModal<{ reason: string }>
          title={t(`export.format.${format}`)}
          submitLabel={t('export.label')}
          onClose={() => setFormat(undefined)}
          onSubmit={({ reason }) => take(format, reason)}
          intro={
            <p className="quiet" aria-live="polite">
              {bytes === 0 ? t('export.intro') : t('export.received', { kb: Math.ceil(bytes / KB) })}
            </p>
          }
        >
          <WordsField name="reason" label={t('export.reason')} min={4} max={200} required help={t('export.reason_help')} />
        </FormModal>
      )}
    </>
  );
}
