import type { OwnVisit } from '@tongxing/contract';
import { useRetentionDays } from '@tongxing/ui';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { useSubmit } from '../api/use-submit';
import { Empty } from '../shell/Empty';
import { Failure, ProblemNote } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { VisitList } from './VisitList';

interface Listed {
  readonly items: readonly OwnVisit[];
  readonly nextCursor: string | null;
}

function readPage(cursor?: string): Promise<Listed> {
  return call('GET /api/v1/me/visits', { query: cursor === undefined ? {} : { cursor } });
}

/** `/m/visits`: all own visits that are still kept, page by page. */
export default function VisitsPage() {
  const { t } = useTranslation();
  const [first, reload] = useLoad(useCallback(() => readPage(), []));
  return (
    <Page title={t('visits.title')} back="/m/">
      <p className="soft">{t('visits.kept', { days: useRetentionDays() })}</p>
      {first.state === 'loading' && <Loading />}
      {first.state === 'failed' && <Failure error={first.error} onRetry={reload} />}
      {first.state === 'ready' && <Pages first={first.data} />}
    </Page>
  );
}

function Pages({ first }: { readonly first: Listed }) {
  const { t } = useTranslation();
  const [listed, setListed] = useState(first);
  const submit = useSubmit();
  const { items, nextCursor } = listed;
  const more = (cursor: string) =>
    submit.run(async () => {
      const next = await readPage(cursor);
      setListed({ items: [...items, ...next.items], nextCursor: next.nextCursor });
    });
  if (items.length === 0) {
    return (
      <Empty>
        <p>{t('visits.none')}</p>
      </Empty>
    );
  }
  return (
    <>
      <VisitList visits={items} />
      {nextCursor !== null && (
        <button type="button" className="button" disabled={submit.isBusy} onClick={() => more(nextCursor)}>
          {t(submit.isBusy ? 'loading' : 'visits.more')}
        </button>
      )}
      <ProblemNote problem={submit.error} />
    </>
  );
}
