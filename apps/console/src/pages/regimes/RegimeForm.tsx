import { REGIMES, type Regime } from '@tongxing/rules';
import { Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Division, DivisionPicker } from '../../parts/DivisionPicker';
import type { SwitchDraft } from './switch-draft';

interface Values {
  readonly divisionCode: string;
  readonly regime: Regime;
  readonly noticeNumber: string;
  readonly title: string;
}

interface RegimeFormProps {
  /** What was filled in before going on and coming back. */
  readonly draft: SwitchDraft | undefined;
  readonly onNext: (draft: SwitchDraft) => void;
}

/** The notice as headquarters issued it: area, regime, number, title. */
export function RegimeForm({ draft, onNext }: RegimeFormProps) {
  const { t } = useTranslation();
  const [division, setDivision] = useState<Division | undefined>(draft?.division);
  const isRequired = { required: true, whitespace: true, message: t('errors:field.required') };
  const finish = ({ regime, noticeNumber, title }: Values) => {
    if (division !== undefined) onNext({ division, regime, noticeNumber: noticeNumber.trim(), title: title.trim() });
  };
  const initial = draft === undefined ? {} : { ...draft, divisionCode: draft.division.code };
  return (
    <Form<Values> layout="vertical" onFinish={finish} initialValues={initial}>
      <Form.Item name="divisionCode" label={t('division.label')} rules={[isRequired]} extra={t('regime.area_help')}>
        <DivisionPicker scope="own" onPick={setDivision} />
      </Form.Item>
      <Form.Item name="regime" label={t('regime.label')} rules={[isRequired]}>
        <Radio.Group className="choice-list" options={REGIMES.map((value) => ({ value, label: t(`words:regime.${value}`) }))} />
      </Form.Item>
      <Form.Item
        name="noticeNumber"
        label={t('regime.notice_number')}
        rules={[isRequired, { min: 2, message: t('errors:field.too_short') }]}
      >
        <Input maxLength={40} placeholder={t('regime.notice_number_example')} />
      </Form.Item>
      <Form.Item name="title" label={t('regime.notice_title')} rules={[isRequired, { min: 2, message: t('errors:field.too_short') }]}>
        <Input maxLength={120} />
      </Form.Item>
      <Button type="primary" htmlType="submit">
        {t('action.next')}
      </Button>
    </Form>
  );
}
