import type { OwnUse } from '@tongxing/contract';
import { useTimeWords } from '@tongxing/ui';
import { Link } from 'wouter';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { type Listed, usePages } from '../api/use-pages';
import { Empty } from '../shell/Empty';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { More } from '../shell/More';
import { Page } from '../shell/Page';
import './uses.css';
import { useUsesWords } from './words';

const readFirst = () => call('GET /api/v1/me/uses');
const readOn = (cursor: string) => call('GET /api/v1/me/uses', { query: { cursor } });

/** `/m/uses`: who looked at or used one's data, when and for what. */
export default function UsesPage() {
  const { t } = useUsesWords();
  const [first, reload] = useLoad(readFirst);
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

function Pages({ first }: { readonly first: Listed<OwnUse> & { readonly delayDays: number } }) {
  const { t } = useUsesWords();
  const pages = usePages(first, readOn);
  return (
    <>
      <p className="soft">{t('uses:delay', { days: first.delayDays })}</p>
      {pages.items.length === 0 ? (
        <Empty>
          <p>{t('uses:none')}</p>
        </Empty>
      ) : (
        <ul className="rows">
          {pages.items.map((use) => (
            <Use key={use.id} use={use} />
          ))}
        </ul>
      )}
      <More pages={pages} label={t('uses:more')} />
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
