import { UserAddOutlined } from '@ant-design/icons';
import { formatVenueCode } from '@tongxing/codes';
import type { Point, Venue } from '@tongxing/contract';
import type { Output } from '@tongxing/contract/client';
import { App, Button, Card, Descriptions, Empty, Form, Input, Skeleton, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useCommand, useDraftId, useRead } from '../../api/hooks';
import { useRequired } from '../../parts/Fields';
import { FormModal } from '../../parts/FormModal';
import { ProblemResult } from '../../parts/Problem';
import { StateTag } from '../../parts/Tags';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';

const PHONE = /^1[3-9]\d{9}$/;
type People = Output<'GET /api/v1/venues/:id/people'>;

/** Who manages a venue, how many inspect there, and its gates. Managing it happens on their phones. */
export function VenuePeople({ venue }: { readonly venue: Venue }) {
  const { t } = useTranslation();
  const may = useMay();
  const [asks, setAsks] = useState(false);
  const read = useRead('venues', 'GET /api/v1/venues/:id/people', { params: { id: venue.id } });
  if (read.isPending) return <Skeleton active />;
  if (read.data === undefined) return <ProblemResult error={read.error} onRetry={() => void read.refetch()} />;
  return (
    <Card
      title={t('venue_people.title')}
      extra={
        may('venue.edit') && (
          <Button icon={<UserAddOutlined />} onClick={() => setAsks(true)}>
            {t('venue_people.ask')}
          </Button>
        )
      }
    >
      <Facts people={read.data} />
      <Points points={read.data.points} />
      {asks && <AskManager venue={venue} onClose={() => setAsks(false)} />}
    </Card>
  );
}

function Facts({ people: { manager, inspectors, offeredUntil } }: { readonly people: People }) {
  const { t } = useTranslation();
  const items = [
    {
      key: 'manager',
      label: t('venue_people.manager'),
      children:
        manager === null ? (
          t('venue_people.nobody')
        ) : (
          <>
            {manager.name} · {t('venue_people.since')} <When at={manager.since} />
          </>
        ),
    },
    ...(offeredUntil === null
      ? []
      : [
          {
            key: 'offer',
            label: t('venue_people.asked'),
            children: (
              <>
                {t('venue_people.waits')} · {t('venue_people.until')} <When at={offeredUntil} />
              </>
            ),
          },
        ]),
    { key: 'inspectors', label: t('venue_people.inspectors'), children: inspectors },
  ];
  return <Descriptions column={1} size="small" items={items} className="facts" />;
}

function Points({ points }: { readonly points: readonly Point[] }) {
  const { t } = useTranslation();
  if (points.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('venue_people.no_points')} />;
  return (
    <Table<Point>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={[...points]}
      columns={[
        { title: t('venue_people.point'), dataIndex: 'name', render: (name: string, { id }) => <Link href={`/venues/${id}`}>{name}</Link> },
        { title: t('venue_people.kind'), render: (_, { kind }) => t(`venue_people.kinds.${kind}`) },
        { title: t('venue_people.directions'), render: (_, { directions }) => t(`venue_people.ways.${directions}`) },
        { title: t('venue.code'), render: (_, { code }) => <code>{formatVenueCode(code)}</code> },
        { title: t('venue.state'), render: (_, { state }) => <StateTag of="venueState" value={state} /> },
      ]}
    />
  );
}

/** By telephone. Whether the number is known is told to nobody. */
function AskManager({ venue, onClose }: { readonly venue: Venue; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const isRequired = useRequired();
  const [id] = useDraftId();
  const ask = useCommand('POST /api/v1/venues/:id/manager-offers', ['venues']);
  const submit = async ({ phone }: { phone: string }) => {
    await ask.mutateAsync({ params: { id: venue.id }, body: { id, phone } });
    void message.success(t('venue_people.sent'));
  };
  return (
    <FormModal<{ phone: string }>
      title={t('venue_people.ask_title', { name: venue.name })}
      onClose={onClose}
      submitLabel={t('venue_people.send')}
      onSubmit={submit}
      intro={<p className="quiet">{t('venue_people.ask_help')}</p>}
    >
      <Form.Item
        name="phone"
        label={t('venue_people.phone')}
        rules={[isRequired, { pattern: PHONE, message: t('errors:field.phone_format') }]}
      >
        <Input inputMode="numeric" maxLength={11} className="digits" />
      </Form.Item>
    </FormModal>
  );
}
