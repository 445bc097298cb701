import { FundProjectionScreenOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, Redirect } from 'wouter';
import { PageFrame } from '../../parts/PageFrame';
import { useAccount, useMay } from '../../session/session';
import { FlowPanel } from './FlowPanel';
import { OpenIncidents } from './OpenIncidents';
import { OpenWarnings } from './OpenWarnings';
import { WorkCards } from './WorkCards';

function ScreenLink() {
  const { t } = useTranslation();
  return (
    <Link href="/screen" asChild>
      <Button icon={<FundProjectionScreenOutlined />}>{t('screen.open')}</Button>
    </Link>
  );
}

/**
 * What waits for the signed-in account, the first of it for those who take it over, and for those with statistics the
 * last day of their area.
 */
export default function HomePage() {
  const { t } = useTranslation();
  const account = useAccount();
  const may = useMay();
  if (account.venueId !== null) return <Redirect to={`/venues/${account.venueId}`} replace />;
  return (
    <PageFrame
      isTop
      title={t('home.title')}
      intro={t('home.intro', { name: account.displayName, area: account.area?.path ?? '' })}
      actions={may('statistics.read') && <ScreenLink />}
    >
      <WorkCards />
      {may('warning.acknowledge') && <OpenWarnings />}
      {may('incident.read') && !may('statistics.read') && <OpenIncidents />}
      {may('statistics.read') && <FlowPanel />}
    </PageFrame>
  );
}
