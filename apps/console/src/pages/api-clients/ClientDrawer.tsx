import type { ApiClient, ApiClientUse } from '@tongxing/contract';
import { Button, Descriptions, Drawer, Empty, Space, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/hooks';
import { ProblemAlert } from '../../parts/Problem';
import { ScrollRegion } from '../../parts/ScrollRegion';
import { When } from '../../parts/When';
import { clientMay } from './ClientForm';
import { ClientStateTag, clientState } from './client-state';

/** What somebody may do to a system. */
export type ClientStep = 'rotate' | 'revoke';

interface ClientDrawerProps {
  readonly client: ApiClient;
  readonly onClose: () => void;
  readonly onStep: (step: ClientStep) => void;
}

function Uses({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { data, error, isPending } = useRead('clients', 'GET /api/v1/clients/:id/uses', { params: { id } });
  const columns = [
    { key: 'day', dataIndex: 'day', title: t('client.day'), className: 'digits' },
    { key: 'route', title: t('client.route'), render: (_: unknown, row: ApiClientUse) => <code>{row.route}</code> },
    { key: 'answered', dataIndex: 'answered', title: t('client.answered'), align: 'right' as const },
    { key: 'refused', dataIndex: 'refused', title: t('client.refused'), align: 'right' as const },
  ];
  return (
    <>
      <h3>{t('client.uses')}</h3>
      <ProblemAlert error={error} />
      <ScrollRegion label={t('client.uses')}>
        <Table<ApiClientUse>
          size="small"
          rowKey={({ day, route }) => `${day} ${route}`}
          dataSource={[...(data?.items ?? [])]}
          columns={columns}
          loading={isPending}
          pagination={false}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('client.uses_empty')} /> }}
        />
      </ScrollRegion>
    </>
  );
}

/** One system: what it may, how it is used, and what can be done about it. */
export function ClientDrawer({ client, onClose, onStep }: ClientDrawerProps) {
  const { t } = useTranslation();
  const state = clientState(client, Date.now());
  const items = [
    { key: 'state', label: t('client.state'), children: <ClientStateTag client={client} /> },
    { key: 'area', label: t('client.area'), children: client.area.path },
    {
      key: 'may',
      label: t('client.permissions'),
      children: client.permissions.map((each) => t(clientMay(each))).join(t('list.separator')),
    },
    {
      key: 'networks',
      label: t('client.networks'),
      children: client.networks.length === 0 ? t('client.anywhere') : <span className="digits">{client.networks.join(' ')}</span>,
    },
    { key: 'pace', label: t('client.pace'), children: client.requestsPerMinute },
    { key: 'key', label: t('client.key'), children: <code>{client.id}</code> },
    { key: 'created', label: t('client.created'), children: <When at={client.createdAt} /> },
    { key: 'by', label: t('client.created_by'), children: client.createdBy },
    { key: 'expires', label: t('client.expires_at'), children: <When at={client.expiresAt} /> },
    { key: 'earlier', label: t('client.earlier_until'), children: <When at={client.earlierSecretUntil} /> },
    { key: 'last', label: t('client.last_used'), children: <When at={client.lastUsedAt} /> },
  ].filter(({ key }) => key !== 'earlier' || client.earlierSecretUntil !== null);
  return (
    <Drawer open title={client.name} onClose={onClose} size={640}>
      <Descriptions column={1} size="small" items={items} className="facts" />
      {client.revokedAt === null && (
        <Space className="form-foot" wrap>
          {state !== 'expired' && (
            <Button type="primary" onClick={() => onStep('rotate')}>
              {t('client.rotate')}
            </Button>
          )}
          <Button danger onClick={() => onStep('revoke')}>
            {t('client.revoke')}
          </Button>
        </Space>
      )}
      <Uses id={client.id} />
    </Drawer>
  );
}
