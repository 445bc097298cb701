import { ArrowLeftOutlined, PrinterOutlined } from '@ant-design/icons';
import { formatVenueCode, venueLink } from '@tongxing/codes';
import type { System, Venue } from '@tongxing/contract';
import { DemoBanner, GateMark, useSystem } from '@tongxing/ui';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useRead } from '../../api/hooks';
import { RequirePermission } from '../../parts/Denied';
import { ProblemResult } from '../../parts/Problem';
import { instantToWall } from '../../parts/time';
import { Wait } from '../../shell/Wait';
import { PosterCode } from './PosterCode';
import './poster.css';

/** The sheet itself: Chinese with an English line whatever the page's language, and nothing that needs colour. */
function Sheet({ venue, system }: { readonly venue: Venue; readonly system: System }) {
  const { i18n } = useTranslation();
  const t = i18n.getFixedT('zh', 'console');
  const english = i18n.getFixedT('en', 'console');
  return (
    <article className="poster-sheet" lang="zh-CN">
      <header className="poster-head">
        <GateMark />
        <span className="poster-product">{t('words:product')}</span>
        <span className="poster-area">{venue.division.path}</span>
      </header>
      <h1>
        {t('poster.call')}
        <span className="poster-english" lang="en">
          {english('poster.call')}
        </span>
      </h1>
      <PosterCode address={venueLink(system.publicUrl, venue.code)} />
      <p className="poster-key">
        <span>
          {t('poster.key_in')}
          <span lang="en"> {english('poster.key_in')}</span>
        </span>
        <strong>{formatVenueCode(venue.code)}</strong>
      </p>
      <div className="poster-place">
        <h2>{venue.name}</h2>
        <p>{venue.address}</p>
      </div>
      <footer className="poster-foot">
        <span>{t('poster.hotline')}</span>
        {system.demo && <strong>{t('poster.demo')}</strong>}
        <span>{t('poster.issued', { at: instantToWall(venue.createdAt, system.timeZone).format('YYYY-MM-DD') })}</span>
      </footer>
    </article>
  );
}

function Poster({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { system } = useSystem();
  const read = useRead('venues', 'GET /api/v1/venues/:id', { params: { id } });
  const name = read.data?.name;
  useEffect(() => {
    // The browser proposes the title as the file's name when printing to a file.
    if (name !== undefined) document.title = t('poster.title', { name });
  }, [name, t]);
  if (read.isPending) return <Wait />;
  if (read.data === undefined) return <ProblemResult error={read.error} onRetry={() => void read.refetch()} />;
  // Without the public address there is nothing yet to print.
  if (system === undefined) return <Wait />;
  const isElsewhere = new URL(system.publicUrl).origin !== window.location.origin;
  return (
    <div className="poster-page">
      <DemoBanner />
      <div className="poster-tools">
        <Link href={`/venues/${id}`}>
          <ArrowLeftOutlined /> {t('poster.back')}
        </Link>
        <span className="quiet">{t('poster.advice')}</span>
        <Button type="primary" icon={<PrinterOutlined />} onClick={() => window.print()}>
          {t('action.print')}
        </Button>
      </div>
      {read.data.state !== 'active' && <p className="poster-warning">{t('poster.not_active')}</p>}
      {isElsewhere && <p className="poster-warning">{t('poster.elsewhere', { address: system.publicUrl })}</p>}
      <Sheet venue={read.data} system={system} />
    </div>
  );
}

/** The poster of one venue on an A4 sheet, to print and put at the door. */
export default function PosterPage({ id }: { readonly id: string }) {
  return (
    <RequirePermission permission="venue.read">
      <Poster id={id} />
    </RequirePermission>
  );
}
