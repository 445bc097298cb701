import { type ExportQuota, MOST_EXPORTS } from '@tongxing/contract';
import { Form, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRequired } from '../../parts/Fields';

const PARTS = ['files', 'rows', 'rowsOfAll'] as const satisfies readonly (keyof ExportQuota)[];

/** What a role may take away as files in a day: of one account, and of all who have it. */
export function ExportQuotaFields() {
  const { t } = useTranslation();
  const isRequired = useRequired();
  return (
    <fieldset className="quota-fields">
      <legend>{t('role.exports')}</legend>
      {PARTS.map((part) => (
        <Form.Item
          key={part}
          name={['exportQuota', part]}
          label={t(`role.export.${part}`)}
          dependencies={part === 'rowsOfAll' ? [['exportQuota', 'rows']] : []}
          rules={[
            isRequired,
            ({ getFieldValue }) => ({
              validator: async (_, value: number | null) => {
                if (part === 'rowsOfAll' && (value ?? 0) < (getFieldValue(['exportQuota', 'rows']) as number))
                  throw new Error(t('role.export.too_small'));
              },
            }),
          ]}
        >
          <InputNumber min={0} max={MOST_EXPORTS[part]} precision={0} />
        </Form.Item>
      ))}
      <p className="quiet">{t('role.export.help')}</p>
    </fieldset>
  );
}
