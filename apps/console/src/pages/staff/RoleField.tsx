import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/hooks';
import { useRequired } from '../../parts/Fields';
import { useRoleName } from './role-name';

/** Which role; what it holds stands on the roles page. */
export function RoleField({ label, help }: { readonly label: string; readonly help: string }) {
  const { t } = useTranslation();
  const isRequired = useRequired();
  const nameOf = useRoleName();
  const { rows } = useList('roles', 'GET /api/v1/roles', { query: { limit: 100 } });
  return (
    <Form.Item name="roleId" label={label} rules={[isRequired]} extra={help}>
      <Select
        virtual={false}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('staff.choose_role')}
        options={rows.map((role) => ({ value: role.id, label: nameOf(role) }))}
      />
    </Form.Item>
  );
}
