import type { LegalBases, LegalOrder } from '@tongxing/contract';
import { Alert, App, Button, DatePicker, Form, Input, Select, Skeleton, Table } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useDraftId, useRead } from '../../api/hooks';
import { useRequired } from '../../parts/Fields';
import { FormDrawer } from '../../parts/FormDrawer';
import { FormModal, WordsField } from '../../parts/FormModal';
import { PageFrame } from '../../parts/PageFrame';
import { ProblemResult } from '../../parts/Problem';
import { ScrollRegion } from '../../parts/ScrollRegion';
import { StateTag } from '../../parts/Tags';

const DAY = 'YYYY-MM-DD';
type Purpose = LegalOrder['purposes'][number];

function DayField({ name, label }: { readonly name: string; readonly label: string }) {
  const isRequired = useRequired();
  return (
    <Form.Item name={name} label={label} rules={[isRequired]}>
      <DatePicker className="wide" placement="topLeft" format={DAY} />
    </Form.Item>
  );
}

function WordsInput({ name, label, max }: { readonly name: string; readonly label: string; readonly max: number }) {
  const isRequired = useRequired();
  return (
    <Form.Item name={name} label={label} rules={[isRequired]}>
      <Input maxLength={max} />
    </Form.Item>
  );
}

interface Added {
  readonly purposes: Purpose[];
  readonly title: string;
  readonly number: string;
  readonly issuer: string;
  readonly beginsOn: Dayjs;
  readonly endsOn: Dayjs;
}

interface AddProps {
  readonly purposes: readonly Purpose[];
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Enters an order as it was issued. */
function AddDrawer({ purposes, open, onClose }: AddProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const isRequired = useRequired();
  const [id, renewId] = useDraftId();
  const add = useCommand('POST /api/v1/legal-bases', ['legal-bases', 'work']);
  const submit = async ({ beginsOn, endsOn, ...rest }: Added) => {
    await add.mutateAsync({ body: { id, ...rest, beginsOn: beginsOn.format(DAY), endsOn: endsOn.format(DAY) } });
    renewId();
    void message.success(t('legal_basis.added'));
  };
  return (
    <FormDrawer<Added> title={t('legal_basis.add')} open={open} onClose={onClose} submitLabel={t('legal_basis.add')} onSubmit={submit}>
      <Form.Item name="purposes" label={t('legal_basis.purposes')} rules={[isRequired]}>
        <Select mode="multiple" options={purposes.map((value) => ({ value, label: t(`words:purpose.${value}`) }))} />
      </Form.Item>
      <WordsInput name="title" label={t('legal_basis.name')} max={120} />
      <WordsInput name="number" label={t('legal_basis.number')} max={60} />
      <WordsInput name="issuer" label={t('legal_basis.issuer')} max={120} />
      <DayField name="beginsOn" label={t('legal_basis.begins_on')} />
      <DayField name="endsOn" label={t('legal_basis.ends_on')} />
    </FormDrawer>
  );
}

function EndModal({ order, onClose }: { readonly order: LegalOrder; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const end = useCommand('POST /api/v1/legal-bases/:id/end', ['legal-bases', 'work']);
  const submit = async ({ endsOn, reason }: { endsOn: Dayjs; reason: string }) => {
    await end.mutateAsync({ params: { id: order.id }, body: { endsOn: endsOn.format(DAY), reason } });
    void message.success(t('legal_basis.ended'));
  };
  return (
    <FormModal<{ endsOn: Dayjs; reason: string }>
      title={t('legal_basis.end_title', { number: order.number })}
      onClose={onClose}
      submitLabel={t('legal_basis.end')}
      danger
      onSubmit={submit}
      intro={<p className="quiet">{t('legal_basis.end_help')}</p>}
    >
      <DayField name="endsOn" label={t('legal_basis.ends_on')} />
      <WordsField name="reason" label={t('legal_basis.reason')} max={200} min={2} required />
    </FormModal>
  );
}

function Orders({ bases, onEnd }: { readonly bases: LegalBases; readonly onEnd: (order: LegalOrder) => void }) {
  const { t } = useTranslation();
  const named = (purposes: readonly Purpose[]) => purposes.map((one) => t(`words:purpose.${one}`)).join(t('list.separator'));
  const uncovered = bases.purposes.filter(({ coveredUntil }) => coveredUntil === null).map(({ purpose }) => purpose);
  return (
    <>
      {uncovered.length > 0 && (
        <Alert
          type="error"
          showIcon
          className="problem"
          title={t('legal_basis.uncovered', { purposes: named(uncovered) })}
          description={t('legal_basis.uncovered_what')}
        />
      )}
      <ScrollRegion label={t('menu.legal_bases')}>
        <Table<LegalOrder>
          rowKey="id"
          pagination={false}
          dataSource={[...bases.items]}
          locale={{ emptyText: t('legal_basis.empty') }}
          columns={[
            { key: 'title', title: t('legal_basis.name'), render: (_, row) => `${row.title}（${row.number}）` },
            { key: 'state', title: t('legal_basis.state'), render: (_, row) => <StateTag of="legalOrderState" value={row.state} /> },
            { key: 'issuer', title: t('legal_basis.issuer'), dataIndex: 'issuer' },
            { key: 'days', title: t('legal_basis.days'), render: (_, row) => `${row.beginsOn} – ${row.endsOn}` },
            { key: 'purposes', title: t('legal_basis.purposes'), render: (_, row) => named(row.purposes) },
            {
              key: 'action',
              title: '',
              render: (_, row) =>
                row.state !== 'expired' && (
                  <Button type="link" danger className="cell-link" onClick={() => onEnd(row)}>
                    {t('legal_basis.end')}
                  </Button>
                ),
            },
          ]}
        />
      </ScrollRegion>
    </>
  );
}

/** Orders that the processing rests on; entered and ended, never deleted. */
export default function LegalBasesPage() {
  const { t } = useTranslation();
  const [isAdding, setAdding] = useState(false);
  const [ending, setEnding] = useState<LegalOrder>();
  const read = useRead('legal-bases', 'GET /api/v1/legal-bases', {});
  return (
    <PageFrame
      title={t('menu.legal_bases')}
      intro={t('legal_basis.intro')}
      actions={
        <Button type="primary" onClick={() => setAdding(true)}>
          {t('legal_basis.add')}
        </Button>
      }
    >
      {read.isPending && <Skeleton active paragraph={{ rows: 6 }} />}
      {!read.isPending && read.data === undefined && <ProblemResult error={read.error} onRetry={() => void read.refetch()} />}
      {read.data !== undefined && <Orders bases={read.data} onEnd={setEnding} />}
      <AddDrawer purposes={read.data?.purposes.map(({ purpose }) => purpose) ?? []} open={isAdding} onClose={() => setAdding(false)} />
      {ending !== undefined && <EndModal order={ending} onClose={() => setEnding(undefined)} />}
    </PageFrame>
  );
}
