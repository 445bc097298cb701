import type { OwnUse } from '@tongxing/contract';
import { useTimeWords } from '@tongxing/ui';
import { useCallback, useState } from 'react';
import { Link } from 'wouter';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { useSubmit } from '../api/use-submit';
import { Empty } from '../shell/Empty';
import { Failure, ProblemNote } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import './uses.css';
import { useUsesWords } from './words';

interface Listed {
  readonly items: readonly OwnUse[];
  readonly nextCursor: string | null;
  readonly delayDays: number;
}

function readPage(cursor?: string): Promise<Listed> {
  return call('GET /api/v1/me/uses', { query: cursor === undefined ? {} : { cursor } });
}

/** `/m/uses`: who looked at or used one's data, when and for what. */
export default function UsesPage() {
  const { t } = useUsesWords();
  const [first, reload] = useLoad(useCallback(() => readPage(), []));
  return (
    <Page title={t('uses:title')} back="/m/">
      <p className="soft">{t('uses:intro')}</p>
      {first.state === 'loading' && <Loading />}
      {first.state === 'failed' && <Failure error={first.error} onRetry={reload} />}
      {first.state === 'ready' && <Pages first={first.data} />}
      <nav className="links" aria-label={t('uses:openness.title')}>
        <Link href="/m/openness">{t('uses:figures')}</Link>
      </nav>
    </Page>
  );
}

function Pages({ first }: { readonly first: Listed }) {
  const { t } = useUsesWords();
  const [listed, setListed] = useState(first);
  const submit = useSubmit();
  const { items, nextCursor } = listed;
  const more = (cursor: string) =>
    submit.run(async () => {
      const next = await readPage(cursor);
      setListed({ ...next, items: [...items, ...next.items] });
    });
  return (
    <>
      <p className="soft">{t('uses:delay', { days: listed.delayDays })}</p>
      {items.length === 0 ? (
        <Empty>
          <p>{t('uses:none')}</p>
        </Empty>
      ) : (
        <ul className="rows">
          {items.map((use) => (
            <Use key={use.id} use={use} />
          ))}
        </ul>
      )}
      {nextCursor !== null && (
        <button type="button" className="button" disabled={submit.isBusy} onClick={() => more(nextCursor)}>
          {t(submit.isBusy ? 'loading' : 'uses:more')}
        </button>
      )}
      <ProblemNote problem={submit.error} />
    </>
  );
}

function Use({ use }: { readonly use: OwnUse }) {
  const { t } = useUsesWords();
  const { spoken, exact } = useTimeWords();
  // A role of a district's own making has a name that only its staff know.
  const role = t(`words:role.${use.role}`, { defaultValue: t(use.role === 'platform' ? 'uses:role.platform' : 'uses:role.other') });
  const what = t(`uses:of.${use.action.replace('.', '_')}`, { defaultValue: t('uses:unknown', { action: use.action }) });
  return (
    <li>
      <div className="row-main">
        <p className="row-title">{what}</p>
        <p className="soft">{use.organisation === null ? role : `${role} · ${use.organisation}`}</p>
        {use.legalBasis !== null && <p className="soft">{t('uses:basis', { basis: t(`words:legalBasis.${use.legalBasis}`) })}</p>}
        <p className="soft">
          <time dateTime={use.at} title={exact(use.at)}>
            {spoken(use.at)}
          </time>
        </p>
      </div>
    </li>
  );
}
