import { DownloadOutlined } from '@ant-design/icons';
import type { System, Venue } from '@tongxing/contract';
import type { PosterSize } from '@tongxing/rules';
import { useSystem } from '@tongxing/ui';
import { Alert, App, Button, Card, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download, save } from '../../api/download';
import { useRead } from '../../api/hooks';
import { PageFrame } from '../../parts/PageFrame';
import { ProblemAlert, ProblemResult } from '../../parts/Problem';
import { useAttempt } from '../../parts/use-submit';
import { useAccount } from '../../session/session';
import { PosterSizes } from './PosterSizes';
import './poster.css';

/** What to know before printing. */
function Warnings({ venue, system }: { readonly venue: Venue; readonly system: System | undefined }) {
  const { t } = useTranslation();
  const isElsewhere = system !== undefined && new URL(system.publicUrl).origin !== window.location.origin;
  return (
    <>
      {venue.state !== 'active' && (
        <Alert type="warning" showIcon title={t(venue.state === 'retired' ? 'poster.retired' : 'poster.not_active')} />
      )}
      {isElsewhere && <Alert type="warning" showIcon title={t('poster.elsewhere', { address: system.publicUrl })} />}
    </>
  );
}

/** The sheet as the PDF will show it. */
function Preview({ venue, size }: { readonly venue: Venue; readonly size: PosterSize }) {
  const { t } = useTranslation();
  const read = useRead('venues', 'GET /api/v1/venues/:id/poster', { params: { id: venue.id }, query: { size } });
  if (read.data === undefined)
    return read.error === null ? <Skeleton.Node active className="poster-sheet" /> : <ProblemAlert error={read.error} />;
  const picture = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(read.data.svg)}`;
  return <img className={`poster-sheet poster-${size}`} src={picture} alt={t('poster.picture', { name: venue.name })} />;
}

function Poster({ venue }: { readonly venue: Venue }) {
  const { t } = useTranslation();
  const { system } = useSystem();
  const [size, setSize] = useState<PosterSize>('a4');
  const { message } = App.useApp();
  const { error, busy, run } = useAttempt<PosterSize>(async (wanted) => {
    const file = await download('POST /api/v1/venues/:id/poster-prints', { params: { id: venue.id }, body: { size: wanted } });
    save(file);
    void message.success(t('poster.saved', { name: file.name }));
  });
  if (venue.state === 'retired') return <Warnings venue={venue} system={system} />;
  return (
    <div className="poster-columns">
      <Card title={t('poster.size')} className="poster-choice">
        <PosterSizes value={size} onChange={setSize} />
        <Button type="primary" block icon={<DownloadOutlined aria-hidden />} loading={busy} onClick={() => void run(size)}>
          {t('poster.download')}
        </Button>
        <ProblemAlert error={error} />
        <Warnings venue={venue} system={system} />
      </Card>
      <Preview venue={venue} size={size} />
    </div>
  );
}

/** The poster of one venue: which sheet, what it looks like, the PDF. */
export default function PosterPage({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const account = useAccount();
  const read = useRead('venues', 'GET /api/v1/venues/:id', { params: { id } });
  const list = account.venueId === null ? [{ title: t('menu.venues'), href: '/venues' }] : [];
  const above = [...list, ...(read.data === undefined ? [] : [{ title: read.data.name, href: `/venues/${id}` }])];
  return (
    <PageFrame title={t('poster.title')} above={above} intro={t('poster.intro')}>
      {read.data !== undefined && <Poster venue={read.data} />}
      {read.data === undefined && read.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
      {read.data === undefined && !read.isPending && <ProblemResult error={read.error} onRetry={() => void read.refetch()} />}
    </PageFrame>
  );
}
