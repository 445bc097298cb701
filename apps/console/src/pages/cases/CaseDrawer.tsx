import type { DOCUMENT_TYPES } from '@tongxing/rules';
import { useSystem } from '@tongxing/ui';
import { Alert, App, Form, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useCommand, useDraftId } from '../../api/hooks';
import { DocumentFields, MomentField, useRequired } from '../../parts/Fields';
import { FormDrawer } from '../../parts/FormDrawer';
import { wallToInstant } from '../../parts/time';

interface Values {
  readonly documentType: (typeof DOCUMENT_TYPES)[number];
  readonly documentNumber: string;
  readonly confirmedAt: Dayjs;
  readonly onsetAt: Dayjs;
  readonly evidenceReference: string;
}

/** Enters a confirmed case with the laboratory report that confirms it. */
export function CaseDrawer({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { timeZone } = useSystem();
  const isRequired = useRequired();
  const [id, renewId] = useDraftId();
  const enter = useCommand('POST /api/v1/cases', ['cases', 'evidence', 'work']);
  const submit = async ({ confirmedAt, onsetAt, documentNumber, ...rest }: Values) => {
    const made = await enter.mutateAsync({
      body: {
        id,
        ...rest,
        documentNumber: documentNumber.trim(),
        confirmedAt: wallToInstant(confirmedAt, timeZone),
        onsetAt: wallToInstant(onsetAt, timeZone),
      },
    });
    renewId();
    void message.success(t('case.entered', { number: made.number }));
  };
  return (
    <FormDrawer<Values>
      title={t('case.enter')}
      open={open}
      onClose={onClose}
      submitLabel={t('case.submit')}
      onSubmit={submit}
      intro={<Alert type="info" showIcon className="problem" title={t('case.what_follows')} />}
    >
      <DocumentFields />
      <Form.Item
        name="evidenceReference"
        label={t('case.evidence')}
        rules={[isRequired, { min: 4, message: t('errors:field.too_short') }]}
        extra={t('case.evidence_help')}
      >
        <Input maxLength={120} />
      </Form.Item>
      <MomentField name="onsetAt" label={t('case.onset_at')} help={t('case.onset_help')} />
      <MomentField name="confirmedAt" label={t('case.confirmed_at')} />
    </FormDrawer>
  );
}
