import type { Case } from '@tongxing/contract';
import { useSystem } from '@tongxing/ui';
import { Button, DatePicker, Form, InputNumber, Space } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useRequired } from '../../parts/Fields';
import { instantToWall, wallToInstant } from '../../parts/time';
import { When } from '../../parts/When';
import type { TraceWindow } from './trace-draft';

/** People may pass an infection on from about two days before they fall ill: where a window usually starts. */
const DAYS_BEFORE_ONSET = 2;
const LAG_MINUTES = { usual: 30, longest: 240 } as const;

interface Values {
  readonly span: readonly [Dayjs, Dayjs];
  readonly lagMinutes: number;
}

interface WindowStepProps {
  readonly subject: Case;
  readonly span: TraceWindow | undefined;
  readonly onBack: () => void;
  readonly onNext: (span: TraceWindow) => void;
}

function usualWindow(subject: Case): TraceWindow {
  const from = dayjs(subject.onsetAt).subtract(DAYS_BEFORE_ONSET, 'day').toISOString();
  return { from, to: subject.confirmedAt, lagMinutes: LAG_MINUTES.usual };
}

/** Which time of the case is looked at; no more than the purpose needs. */
export function WindowStep({ subject, span, onBack, onNext }: WindowStepProps) {
  const { t } = useTranslation();
  const { timeZone } = useSystem();
  const isRequired = useRequired();
  const start = span ?? usualWindow(subject);
  const finish = ({ span: [from, to], lagMinutes }: Values) =>
    onNext({ from: wallToInstant(from, timeZone), to: wallToInstant(to, timeZone), lagMinutes });
  const initial: Values = { span: [instantToWall(start.from, timeZone), instantToWall(start.to, timeZone)], lagMinutes: start.lagMinutes };
  return (
    <Form<Values> layout="vertical" initialValues={initial} onFinish={finish}>
      <p className="quiet">
        {t('case.onset_at')} <When at={subject.onsetAt} /> · {t('case.confirmed_at')} <When at={subject.confirmedAt} />
      </p>
      <Form.Item name="span" label={t('trace.window')} rules={[isRequired]} extra={t('trace.window_help')}>
        <DatePicker.RangePicker className="wide" placement="topLeft" showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
      </Form.Item>
      <Form.Item name="lagMinutes" label={t('trace.lag')} rules={[isRequired]} extra={t('trace.lag_help')}>
        <InputNumber min={0} max={LAG_MINUTES.longest} precision={0} suffix={t('trace.minutes_unit')} />
      </Form.Item>
      <Space className="form-foot">
        <Button type="primary" htmlType="submit">
          {t('action.next')}
        </Button>
        <Button onClick={onBack}>{t('action.back')}</Button>
      </Space>
    </Form>
  );
}
