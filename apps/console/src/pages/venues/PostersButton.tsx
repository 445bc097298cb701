import { PrinterOutlined } from '@ant-design/icons';
import type { Input } from '@tongxing/contract/client';
import type { PosterSize } from '@tongxing/rules';
import { App, Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newId } from '../../api/client';
import { download, save } from '../../api/download';
import { FormModal, WordsField } from '../../parts/FormModal';
import { PosterSizes } from './PosterSizes';

const KB = 1_024;

/** Posters of all venues that the list is narrowed to, as one file. */
export function PostersButton({ filter }: { readonly filter: Input<'POST /api/v1/poster-exports'>['body']['filter'] }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [isOpen, setOpen] = useState(false);
  const [bytes, setBytes] = useState(0);
  const print = async ({ size, reason }: { size: PosterSize; reason: string }) => {
    setBytes(0);
    const file = await download('POST /api/v1/poster-exports', { body: { id: newId(), size, reason, filter } }, setBytes);
    save(file);
    void message.success(t('poster.saved', { name: file.name }));
  };
  return (
    <>
      <Button icon={<PrinterOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {t('poster.bulk')}
      </Button>
      {isOpen && (
        <FormModal
          title={t('poster.bulk')}
          submitLabel={t('poster.download')}
          onClose={() => setOpen(false)}
          onSubmit={print}
          intro={
            <p className="quiet" aria-live="polite">
              {bytes === 0 ? t('poster.bulk_intro') : t('poster.receiving', { kb: Math.ceil(bytes / KB) })}
            </p>
          }
        >
          <Form.Item name="size" label={t('poster.size')} initialValue="a5">
            <PosterSizes />
          </Form.Item>
          <WordsField name="reason" label={t('poster.reason')} min={4} max={200} required help={t('poster.reason_help')} />
        </FormModal>
      )}
    </>
  );
}
