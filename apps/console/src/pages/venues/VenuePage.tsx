import { PrinterOutlined, ScanOutlined } from '@ant-design/icons';
import { formatVenueCode } from '@tongxing/codes';
import type { Venue } from '@tongxing/contract';
import { Button, Card, Descriptions, Flex, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useRead } from '../../api/hooks';
import { PageFrame } from '../../parts/PageFrame';
import { ProblemResult } from '../../parts/Problem';
import { StateTag } from '../../parts/Tags';
import { When } from '../../parts/When';
import { useAccount, useMay } from '../../session/session';
import { CodeHistory } from './CodeHistory';
import { DoorPairing } from './DoorPairing';
import { DoorScreens } from './DoorScreens';
import { ReplaceCode } from './ReplaceCode';
import { StateActions } from './StateActions';
import { VenuePeople } from './VenuePeople';
import { VenueToday } from './VenueToday';

function Facts({ venue }: { readonly venue: Venue }) {
  const { t } = useTranslation();
  const items = [
    { key: 'class', label: t('venue.class'), children: t(`words:venueClass.${venue.class}`) },
    { key: 'scene', label: t('venue.scene'), children: t(`words:scene.${venue.scene}`) },
    { key: 'address', label: t('venue.address'), children: venue.address },
    { key: 'division', label: t('division.label'), children: venue.division.path },
    { key: 'phone', label: t('venue.phone'), children: <span className="digits">{venue.contactPhone}</span> },
    { key: 'code', label: t('venue.code'), children: <code>{formatVenueCode(venue.code)}</code> },
    { key: 'created', label: t('venue.created_at'), children: <When at={venue.createdAt} /> },
  ];
  return <Descriptions column={1} size="small" items={items} className="facts" />;
}

/** One venue: its data, its day, its poster, its door screens, its state. */
export default function VenuePage({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const account = useAccount();
  const may = useMay();
  const read = useRead('venues', 'GET /api/v1/venues/:id', { params: { id } });
  const above = account.venueId === null ? [{ title: t('menu.venues'), href: '/venues' }] : [];
  if (read.data === undefined)
    return (
      <PageFrame title={t('venue.label')} above={above}>
        {read.isPending ? (
          <Skeleton active paragraph={{ rows: 10 }} />
        ) : (
          <ProblemResult error={read.error} onRetry={() => void read.refetch()} />
        )}
      </PageFrame>
    );
  const venue = read.data;
  return (
    <PageFrame
      title={venue.name}
      above={above}
      intro={<StateTag of="venueState" value={venue.state} />}
      actions={
        <>
          <Link href={`/venues/${id}/poster`} asChild>
            <Button type="primary" icon={<PrinterOutlined />}>
              {t('venue.poster')}
            </Button>
          </Link>
          {may('device.read') && (
            <Link href={`/devices?venueId=${id}`} asChild>
              <Button icon={<ScanOutlined />}>{t('menu.devices')}</Button>
            </Link>
          )}
          <DoorPairing venue={venue} />
          <ReplaceCode venue={venue} />
          <StateActions venue={venue} />
        </>
      }
    >
      <div className="two-columns venue-columns">
        <VenueToday venueId={id} />
        <Flex vertical gap="middle">
          <Card title={t('venue.data')}>
            <Facts venue={venue} />
          </Card>
          <DoorScreens venue={venue} />
        </Flex>
        <CodeHistory venueId={id} />
        <VenuePeople venue={venue} />
      </div>
    </PageFrame>
  );
}
