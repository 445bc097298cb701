import { type DOCUMENT_TYPES, EVIDENCE_KINDS } from '@tongxing/rules';
import { useSystem } from '@tongxing/ui';
import { Alert, App, Form, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useCommand, useDraftId } from '../../api/hooks';
import { DocumentFields, MomentField, useRequired } from '../../parts/Fields';
import { FormDrawer } from '../../parts/FormDrawer';
import { wallToInstant } from '../../parts/time';

type Kind = Exclude<(typeof EVIDENCE_KINDS)[number], 'confirmed_case'>;
/** A confirmed case is entered as a case, where its proof is asked for. */
const KINDS = EVIDENCE_KINDS.filter((kind): kind is Kind => kind !== 'confirmed_case');

interface Values {
  readonly documentType: (typeof DOCUMENT_TYPES)[number];
  readonly documentNumber: string;
  readonly kind: Kind;
  readonly source: string;
  readonly sampledAt: Dayjs;
}

/** Records evidence; there is no field for a colour, and the form says why. */
export function EvidenceDrawer({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const { timeZone } = useSystem();
  const isRequired = useRequired();
  const [id, renewId] = useDraftId();
  const record = useCommand('POST /api/v1/health-evidence', ['evidence', 'work']);
  const submit = async ({ sampledAt, documentNumber, ...rest }: Values) => {
    const body = { id, ...rest, documentNumber: documentNumber.trim(), sampledAt: wallToInstant(sampledAt, timeZone) };
    const evidence = await record.mutateAsync({ body });
    renewId();
    notification.success({
      title: t('evidence.recorded'),
      description: t('evidence.follows', { name: evidence.person.name, colour: t(`words:colour.${evidence.colour}`) }),
    });
  };
  return (
    <FormDrawer<Values>
      title={t('evidence.record')}
      open={open}
      onClose={onClose}
      submitLabel={t('evidence.submit')}
      onSubmit={submit}
      intro={<Alert type="info" showIcon className="problem" title={t('evidence.by_rule')} description={t('evidence.nobody')} />}
    >
      <DocumentFields />
      <Form.Item name="kind" label={t('evidence.kind')} rules={[isRequired]} extra={t('evidence.kind_help')}>
        <Select options={KINDS.map((value) => ({ value, label: t(`words:evidenceKind.${value}`) }))} />
      </Form.Item>
      <Form.Item name="source" label={t('evidence.source')} rules={[isRequired]} extra={t('evidence.source_help')}>
        <Input maxLength={120} />
      </Form.Item>
      <MomentField name="sampledAt" label={t('evidence.sampled_at')} />
    </FormDrawer>
  );
}
