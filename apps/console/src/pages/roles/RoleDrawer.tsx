import {
  ADMINISTRATORS,
  type ExportQuota,
  incompatibleIn,
  PERMISSIONS,
  type Permission,
  type Role,
  USUAL_EXPORTS,
} from '@tongxing/contract';
import { Alert, App, Checkbox, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCommand, useDraftId } from '../../api/hooks';
import { DivisionPicker } from '../../parts/DivisionPicker';
import { useRequired } from '../../parts/Fields';
import { FormDrawer } from '../../parts/FormDrawer';
import { WordsField } from '../../parts/FormModal';
import { ExportQuotaFields } from './ExportQuotaFields';

interface Values {
  readonly name: string;
  readonly divisionCode: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly permissions: Permission[];
  readonly exportQuota: ExportQuota;
  readonly reason: string;
}

const NAME = /^[a-z][a-z0-9_]{2,31}$/;
const ADMINISTRATIVE: readonly Permission[] = Object.values(ADMINISTRATORS).flat();
/** What a role of one's own may hold: administrators have the shipped roles only. */
const CHOICES = PERMISSIONS.filter((permission) => !ADMINISTRATIVE.includes(permission));

/** Says which two exclude each other, before the server does. */
function PairAlert() {
  const { t } = useTranslation();
  const pair = incompatibleIn(Form.useWatch<Permission[] | undefined>('permissions') ?? []);
  if (pair === undefined) return null;
  const [one, other] = pair.map((permission) => t(`words:permission.${permission.replace('.', '_')}`));
  return <Alert className="problem" type="warning" showIcon title={t('role.pair', { one, other })} />;
}

function PermissionsField() {
  const { t } = useTranslation();
  const isRequired = useRequired();
  return (
    <Form.Item name="permissions" label={t('role.permissions')} rules={[isRequired]} extra={t('role.permissions_help')}>
      <Checkbox.Group
        className="permission-choices"
        options={CHOICES.map((value) => ({ value, label: t(`words:permission.${value.replace('.', '_')}`) }))}
      />
    </Form.Item>
  );
}

interface RoleDrawerProps {
  /** Undefined for a new one. */
  readonly edited: Role | undefined;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Makes a role of one's own, or changes it. */
export function RoleDrawer({ edited: role, open, onClose }: RoleDrawerProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const isRequired = useRequired();
  const [id, renewId] = useDraftId();
  const create = useCommand('POST /api/v1/roles', ['roles']);
  const edit = useCommand('POST /api/v1/roles/:id', ['roles', 'staff']);
  const submit = async ({ name, divisionCode, reason, ...content }: Values) => {
    if (role === undefined) {
      await create.mutateAsync({ body: { id, name, divisionCode, ...content } });
      renewId();
    } else await edit.mutateAsync({ params: { id: role.id }, body: { ...content, reason, version: role.version } });
    void message.success(t('role.saved', { name: content.titleZh }));
  };
  const start: Partial<Values> =
    role === undefined
      ? { exportQuota: USUAL_EXPORTS }
      : { titleZh: role.titleZh ?? '', titleEn: role.titleEn ?? '', permissions: role.permissions, exportQuota: role.exportQuota };
  return (
    <FormDrawer<Values>
      title={t(role === undefined ? 'role.create' : 'role.edit')}
      open={open}
      onClose={onClose}
      submitLabel={t('role.save')}
      initialValues={start}
      onSubmit={submit}
      intro={<p className="quiet">{t(role === undefined ? 'role.create_intro' : 'role.edit_intro')}</p>}
    >
      <Form.Item name="titleZh" label={t('role.title_zh')} rules={[isRequired, { min: 2, message: t('errors:field.too_short') }]}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="titleEn" label={t('role.title_en')} rules={[isRequired, { min: 2, message: t('errors:field.too_short') }]}>
        <Input maxLength={60} />
      </Form.Item>
      {role === undefined && (
        <>
          <Form.Item
            name="name"
            label={t('role.code')}
            rules={[isRequired, { pattern: NAME, message: t('role.code_help') }]}
            extra={t('role.code_help')}
          >
            <Input maxLength={32} autoComplete="off" spellCheck={false} />
          </Form.Item>
          <Form.Item name="divisionCode" label={t('role.division')} rules={[isRequired]} extra={t('role.division_help')}>
            <DivisionPicker scope="own" />
          </Form.Item>
        </>
      )}
      <PermissionsField />
      <PairAlert />
      <ExportQuotaFields />
      {role !== undefined && <WordsField name="reason" label={t('staff.reason')} max={200} min={2} required />}
    </FormDrawer>
  );
}
