import type { Venue } from '@tongxing/contract';
import { REPLACEMENT_CAUSES } from '@tongxing/rules';
import { App, Button, Form, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useCommand, useDraftId } from '../../api/hooks';
import { useRequired } from '../../parts/Fields';
import { FormModal, WordsField } from '../../parts/FormModal';
import { useMay } from '../../session/session';

interface Wish {
  readonly cause: (typeof REPLACEMENT_CAUSES)[number];
  readonly reason: string;
}

/** A new code for a damaged or leaked one; then to its poster. */
export function ReplaceCode({ venue }: { readonly venue: Venue }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const may = useMay();
  const isRequired = useRequired();
  const [, go] = useLocation();
  const [isOpen, setOpen] = useState(false);
  const [id, renewId] = useDraftId();
  const replace = useCommand('POST /api/v1/venues/:id/code-replacements', ['venues']);
  if (!may('venue.edit') || venue.state === 'retired') return null;
  const submit = async (wish: Wish) => {
    const { issue } = await replace.mutateAsync({ params: { id: venue.id }, body: { id, ...wish } });
    renewId();
    void message.success(t('sticker.replaced_done', { issue }));
    go(`/venues/${venue.id}/poster`);
  };
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        {t('sticker.replace')}
      </Button>
      {isOpen && (
        <FormModal<Wish>
          title={t('sticker.replace_title', { name: venue.name })}
          onClose={() => setOpen(false)}
          submitLabel={t('sticker.replace')}
          danger
          onSubmit={submit}
          intro={<p className="quiet">{t('sticker.replace_help')}</p>}
        >
          <Form.Item name="cause" label={t('sticker.cause')} rules={[isRequired]}>
            <Select options={REPLACEMENT_CAUSES.map((value) => ({ value, label: t(`sticker.cause_of.${value}`) }))} />
          </Form.Item>
          <WordsField name="reason" label={t('sticker.reason')} max={200} required />
        </FormModal>
      )}
    </>
  );
}
