import type { Trace } from '@tongxing/contract';
import { Button, Form, Input, Radio, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRequired } from '../../parts/Fields';
import { WordsField } from '../../parts/FormModal';
import type { TraceBasis } from './trace-draft';

const BASES: readonly Trace['legalBasis'][] = ['infectious_disease_law', 'emergency_response_order', 'epidemiological_investigation_order'];

interface BasisStepProps {
  readonly basis: TraceBasis | undefined;
  readonly onBack: () => void;
  readonly onNext: (basis: TraceBasis) => void;
}

/** The legal ground, the order that applies it, and what the trace is for. */
export function BasisStep({ basis, onBack, onNext }: BasisStepProps) {
  const { t } = useTranslation();
  const isRequired = useRequired();
  return (
    <Form<TraceBasis> layout="vertical" initialValues={basis ?? {}} onFinish={onNext}>
      <Form.Item name="legalBasis" label={t('trace.basis')} rules={[isRequired]}>
        <Radio.Group className="choice-list" options={BASES.map((value) => ({ value, label: t(`words:legalBasis.${value}`) }))} />
      </Form.Item>
      <Form.Item
        name="basisReference"
        label={t('trace.order_number')}
        rules={[isRequired, { min: 2, message: t('errors:field.too_short') }]}
      >
        <Input maxLength={80} placeholder={t('trace.order_example')} />
      </Form.Item>
      <WordsField name="purpose" label={t('trace.purpose')} max={300} min={4} required help={t('trace.purpose_help')} />
      <Space className="form-foot">
        <Button type="primary" htmlType="submit">
          {t('action.next')}
        </Button>
        <Button onClick={onBack}>{t('action.back')}</Button>
      </Space>
    </Form>
  );
}
