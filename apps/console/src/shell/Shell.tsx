import { MenuOutlined } from '@ant-design/icons';
import { DemoBanner, RunningClock } from '@tongxing/ui';
import { Button, Drawer, Grid, Layout } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useFeed } from '../api/feed';
import { Pages } from '../pages/Pages';
import { AccountCorner } from './AccountCorner';
import { ConnectionMark, ConnectionNotice, useLostSince } from './Connection';
import { DutyMenu } from './DutyMenu';
import { LoadGuard } from './LoadGuard';
import { LoadNotice } from './LoadNotice';
import { ProductMark } from './ProductMark';
import { Wait } from './Wait';
import { showsPersons, Watermark } from './Watermark';

function PhoneMenu() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button type="text" icon={<MenuOutlined />} aria-label={t('menu.open')} onClick={() => setOpen(true)} />
      <Drawer
        placement="left"
        size={260}
        open={isOpen}
        onClose={() => setOpen(false)}
        title={<ProductMark />}
        classNames={{ body: 'menu-drawer' }}
      >
        <DutyMenu onNavigate={() => setOpen(false)} />
      </Drawer>
    </>
  );
}

/** Header, menu by duty and the page; one live feed for all pages. */
export function Shell() {
  const { t } = useTranslation();
  const [place] = useLocation();
  const feed = useFeed();
  const lostSince = useLostSince(feed);
  const isWide = Grid.useBreakpoint().lg ?? true;
  return (
    <Layout className="shell">
      <a className="skip" href="#main">
        {t('menu.skip')}
      </a>
      <DemoBanner />
      <Layout.Header className="shell-header">
        {!isWide && <PhoneMenu />}
        <Link href="/" className="shell-brand">
          <ProductMark />
        </Link>
        <ConnectionMark feed={lostSince === undefined ? feed : 'lost'} />
        {isWide && <RunningClock />}
        <AccountCorner />
      </Layout.Header>
      {lostSince === undefined ? <LoadNotice /> : <ConnectionNotice since={lostSince} />}
      <Layout hasSider={isWide}>
        {isWide && (
          <Layout.Sider width={208} className="shell-sider" theme="light">
            <DutyMenu />
          </Layout.Sider>
        )}
        <Layout.Content>
          <LoadGuard place={place}>
            <Suspense fallback={<Wait />}>
              <Pages />
            </Suspense>
          </LoadGuard>
          {showsPersons(place) && <Watermark />}
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
