import type { FunctionalArea } from '@tongxing/contract';
import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCommand, useDraftId, useRead } from '../../api/hooks';
import { DivisionPicker } from '../../parts/DivisionPicker';
import { useRequired } from '../../parts/Fields';
import { FormDrawer } from '../../parts/FormDrawer';
import { WordsField } from '../../parts/FormModal';

interface Values {
  readonly divisionCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly townships: string[];
  readonly reason: string;
}

/** Townships directly below the district that was chosen. */
function TownshipsField({ parent, chosen }: { readonly parent: string | undefined; readonly chosen: FunctionalArea | undefined }) {
  const { t } = useTranslation();
  const isRequired = useRequired();
  const query = parent === undefined ? {} : { query: { parent } };
  const { data } = useRead('divisions', 'GET /api/v1/divisions', query, { enabled: parent !== undefined });
  const below = (data?.items ?? []).filter(({ code }) => code.length === 9);
  const others = (chosen?.townships ?? []).filter(({ code }) => !below.some((each) => each.code === code));
  return (
    <Form.Item name="townships" label={t('zone.townships')} rules={[isRequired]} extra={t('zone.townships_help')}>
      <Select
        mode="multiple"
        showSearch={{ optionFilterProp: 'label' }}
        options={[...others, ...below].map(({ code, name }) => ({ value: code, label: name }))}
      />
    </Form.Item>
  );
}

function Townships({ area }: { readonly area: FunctionalArea | undefined }) {
  const parent = Form.useWatch<string | undefined>('divisionCode') ?? area?.division.code;
  return <TownshipsField parent={parent} chosen={area} />;
}

interface FunctionalAreaDrawerProps {
  /** Undefined for a new one. */
  readonly area: FunctionalArea | undefined;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Names a set of townships, or changes it. */
export function FunctionalAreaDrawer({ area, open, onClose }: FunctionalAreaDrawerProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const isRequired = useRequired();
  const [id, renewId] = useDraftId();
  const create = useCommand('POST /api/v1/functional-areas', ['functional-areas']);
  const edit = useCommand('POST /api/v1/functional-areas/:id', ['functional-areas', 'staff']);
  const submit = async ({ divisionCode, reason, ...content }: Values) => {
    if (area === undefined) {
      await create.mutateAsync({ body: { id, divisionCode, ...content } });
      renewId();
    } else await edit.mutateAsync({ params: { id: area.id }, body: { ...content, reason, version: area.version } });
    void message.success(t('zone.saved', { name: content.nameZh }));
  };
  const start: Partial<Values> =
    area === undefined ? {} : { nameZh: area.nameZh, nameEn: area.nameEn, townships: area.townships.map(({ code }) => code) };
  return (
    <FormDrawer<Values>
      title={t(area === undefined ? 'zone.create' : 'zone.edit')}
      open={open}
      onClose={onClose}
      submitLabel={t('role.save')}
      initialValues={start}
      onSubmit={submit}
      intro={<p className="quiet">{t('zone.drawer_intro')}</p>}
    >
      <Form.Item name="nameZh" label={t('role.title_zh')} rules={[isRequired, { min: 2, message: t('errors:field.too_short') }]}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="nameEn" label={t('role.title_en')} rules={[isRequired, { min: 2, message: t('errors:field.too_short') }]}>
        <Input maxLength={60} />
      </Form.Item>
      {area === undefined && (
        <Form.Item name="divisionCode" label={t('zone.division')} rules={[isRequired]}>
          <DivisionPicker scope="own" />
        </Form.Item>
      )}
      <Townships area={area} />
      {area !== undefined && <WordsField name="reason" label={t('staff.reason')} max={200} min={2} required />}
    </FormDrawer>
  );
}
