import { useSystem } from '@tongxing/ui';
import { App, Form, Input, Radio } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useCommand, useDraftId } from '../../api/hooks';
import { DivisionPicker } from '../../parts/DivisionPicker';
import { MomentField, useRequired } from '../../parts/Fields';
import { FormDrawer } from '../../parts/FormDrawer';
import { wallToInstant } from '../../parts/time';

/** A low-risk area is not entered: it is what every other place is. */
const LEVELS = ['medium', 'high'] as const;

interface Values {
  readonly divisionCode: string;
  readonly level: (typeof LEVELS)[number];
  readonly source: string;
  readonly validFrom: Dayjs;
}

/** Enters a risk area from an official list; it may lie anywhere in the country. */
export function RiskAreaDrawer({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { timeZone } = useSystem();
  const isRequired = useRequired();
  const [id, renewId] = useDraftId();
  const add = useCommand('POST /api/v1/risk-areas', ['risk-areas']);
  const submit = async ({ validFrom, ...rest }: Values) => {
    await add.mutateAsync({ body: { id, ...rest, validFrom: wallToInstant(validFrom, timeZone) } });
    renewId();
    void message.success(t('risk_area.added'));
  };
  return (
    <FormDrawer<Values> title={t('risk_area.add')} open={open} onClose={onClose} submitLabel={t('risk_area.add')} onSubmit={submit}>
      <Form.Item name="divisionCode" label={t('division.label')} rules={[isRequired]}>
        <DivisionPicker scope="all" />
      </Form.Item>
      <Form.Item name="level" label={t('risk_area.level')} rules={[isRequired]}>
        <Radio.Group options={LEVELS.map((value) => ({ value, label: t(`words:riskLevel.${value}`) }))} />
      </Form.Item>
      <Form.Item name="source" label={t('risk_area.source')} rules={[isRequired]} extra={t('risk_area.source_help')}>
        <Input maxLength={120} />
      </Form.Item>
      <MomentField name="validFrom" label={t('period.from')} help={t('risk_area.from_help')} />
    </FormDrawer>
  );
}
