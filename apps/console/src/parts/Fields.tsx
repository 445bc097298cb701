import { DOCUMENT_TYPES } from '@tongxing/rules';
import { useSystem } from '@tongxing/ui';
import { DatePicker, Form, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { instantToWall } from './time';

/** A required rule in the shared words. */
export function useRequired() {
  const { t } = useTranslation();
  return { required: true, message: t('errors:field.required') };
}

/** Document type and number, as every form that names a person asks them. */
export function DocumentFields() {
  const { t } = useTranslation();
  const isRequired = useRequired();
  return (
    <>
      <Form.Item name="documentType" label={t('document.type')} rules={[isRequired]} initialValue="resident_id">
        <Select options={DOCUMENT_TYPES.map((value) => ({ value, label: t(`words:documentType.${value}`) }))} />
      </Form.Item>
      <Form.Item name="documentNumber" label={t('document.number')} rules={[isRequired, { min: 5, message: t('errors:field.too_short') }]}>
        <Input maxLength={24} autoComplete="off" spellCheck={false} className="digits" />
      </Form.Item>
    </>
  );
}

interface MomentFieldProps {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
}

/** A moment that has already been; picked in the city's time. */
export function MomentField({ name, label, help }: MomentFieldProps) {
  const { timeZone } = useSystem();
  const isRequired = useRequired();
  const now = instantToWall(Date.now(), timeZone);
  return (
    <Form.Item name={name} label={label} rules={[isRequired]} extra={help}>
      <DatePicker
        className="wide"
        // Upwards where there is room: below, the calendar lies on the field that comes next.
        placement="topLeft"
        showTime={{ format: 'HH:mm', defaultValue: dayjs('08:00', 'HH:mm') }}
        format="YYYY-MM-DD HH:mm"
        disabledDate={(day) => day.isAfter(now, 'day')}
      />
    </Form.Item>
  );
}
