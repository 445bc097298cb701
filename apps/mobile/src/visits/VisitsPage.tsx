import type { OwnVisit } from '@tongxing/contract';
import { useRetentionDays } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { type Listed, usePages } from '../api/use-pages';
import { Empty } from '../shell/Empty';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { More } from '../shell/More';
import { Page } from '../shell/Page';
import { VisitList } from './VisitList';

const readFirst = () => call('GET /api/v1/me/visits');
const readOn = (cursor: string) => call('GET /api/v1/me/visits', { query: { cursor } });

/** `/m/visits`: all own visits that are still kept, page by page. */
export default function VisitsPage() {
  const { t } = useTranslation();
  const [first, reload] = useLoad(readFirst);
  return (
    <Page title={t('visits.title')} back="/m/">
      <p className="soft">{t('visits.kept', { days: useRetentionDays() })}</p>
      {first.state === 'loading' && <Loading />}
      {first.state === 'failed' && <Failure error={first.error} onRetry={reload} />}
      {first.state === 'ready' && <Pages first={first.data} />}
    </Page>
  );
}

function Pages({ first }: { readonly first: Listed<OwnVisit> }) {
  const { t } = useTranslation();
  const pages = usePages(first, readOn);
  if (pages.items.length === 0) {
    return (
      <Empty>
        <p>{t('visits.none')}</p>
      </Empty>
    );
  }
  return (
    <>
      <VisitList visits={pages.items} />
      <More pages={pages} label={t('visits.more')} />
    </>
  );
}
