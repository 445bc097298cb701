import type { ApiClient } from '@tongxing/contract';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useCommand, useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { FormModal, WordsField } from '../../parts/FormModal';
import { ListPage } from '../../parts/ListPage';
import { When } from '../../parts/When';
import { ClientDrawer, type ClientStep } from './ClientDrawer';
import { clientMay } from './ClientForm';
import { ClientStateTag } from './client-state';
import { RotateModal } from './RotateModal';

function RevokeModal({ client, onClose }: { readonly client: ApiClient; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const revoke = useCommand('POST /api/v1/clients/:id/revocation', ['clients']);
  const submit = async (body: { reason: string }) => {
    await revoke.mutateAsync({ params: { id: client.id }, body });
    void message.success(t('client.revoked'));
  };
  return (
    <FormModal<{ reason: string }>
      title={t('client.revoke_title', { name: client.name })}
      onClose={onClose}
      submitLabel={t('client.revoke')}
      danger
      onSubmit={submit}
      intro={<p className="quiet">{t('client.revoke_help')}</p>}
    >
      <WordsField name="reason" label={t('client.reason')} max={200} required />
    </FormModal>
  );
}

function useColumns(onOpen: (client: ApiClient) => void): readonly Column<ApiClient>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'name',
      title: t('client.name'),
      render: (row) => (
        <Button type="link" className="cell-link" onClick={() => onOpen(row)}>
          {row.name}
        </Button>
      ),
    },
    { key: 'state', title: t('client.state'), render: (row) => <ClientStateTag client={row} /> },
    { key: 'area', title: t('client.area'), hidden: 'narrow', render: (row) => row.area.name },
    {
      key: 'may',
      title: t('client.permissions'),
      hidden: 'narrow',
      render: (row) => row.permissions.map((each) => t(clientMay(each))).join(t('list.separator')),
    },
    {
      key: 'last',
      title: t('client.last_used'),
      render: (row) => (row.lastUsedAt === null ? <span className="quiet">{t('client.never_used')}</span> : <When at={row.lastUsedAt} />),
    },
    { key: 'expires', title: t('client.expires_at'), hidden: 'narrow', render: (row) => <When at={row.expiresAt} /> },
  ];
}

/** Other systems with a key: what each may, when it last called, until when. */
export default function ClientsPage() {
  const { t } = useTranslation();
  const list = useList('clients', 'GET /api/v1/clients');
  const [openId, setOpenId] = useState<string>();
  const [step, setStep] = useState<{ readonly client: ApiClient; readonly step: ClientStep }>();
  const opened = list.rows.find(({ id }) => id === openId);
  return (
    <ListPage
      name="api-clients"
      title={t('menu.api_clients')}
      intro={t('client.intro')}
      list={list}
      columns={useColumns((client) => setOpenId(client.id))}
      rowKey={(row) => row.id}
      empty={t('client.empty')}
      actions={
        <Link href="/api-clients/new" asChild>
          <Button type="primary">{t('client.add')}</Button>
        </Link>
      }
    >
      {opened !== undefined && (
        <ClientDrawer client={opened} onClose={() => setOpenId(undefined)} onStep={(next) => setStep({ client: opened, step: next })} />
      )}
      {step?.step === 'rotate' && <RotateModal client={step.client} onClose={() => setStep(undefined)} />}
      {step?.step === 'revoke' && <RevokeModal client={step.client} onClose={() => setStep(undefined)} />}
    </ListPage>
  );
}
