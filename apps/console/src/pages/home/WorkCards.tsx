import type { WorkItem } from '@tongxing/contract';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useRead } from '../../api/hooks';
import { Waiting } from '../../parts/Clocks';
import { ProblemResult } from '../../parts/Problem';
import { useAccount } from '../../session/session';
import { dutiesOf } from '../../shell/duties';

/** The list that shows exactly what a number counts. */
const LISTS: Readonly<Record<WorkItem['kind'], string>> = {
  warnings_to_acknowledge: '/warnings?state=open',
  incidents_to_dispatch: '/incidents?state=reported',
  incidents_open: '/incidents?open=true',
  incidents_overdue: '/incidents?overdue=true',
  traces_to_approve: '/traces?state=requested',
  rights_requests_open: '/rights-requests?state=open',
  rights_requests_overdue: '/rights-requests?overdue=true',
  purposes_uncovered: '/legal-bases',
  evidence_to_confirm: '/evidence?state=to_confirm',
  withdrawals_to_decide: '/evidence?state=withdrawal_requested',
};

/** Shown in red while there is any. */
const LOUD: ReadonlySet<WorkItem['kind']> = new Set(['incidents_overdue', 'rights_requests_overdue', 'purposes_uncovered']);

/** Oldest first; what has nothing waiting comes last. */
function byAge(a: WorkItem, b: WorkItem): number {
  if (a.oldestAt === null || b.oldestAt === null) return (a.oldestAt === null ? 1 : 0) - (b.oldestAt === null ? 1 : 0);
  return Date.parse(a.oldestAt) - Date.parse(b.oldestAt);
}

function WorkCard({ item }: { readonly item: WorkItem }) {
  const { t } = useTranslation();
  const isIdle = item.count === 0;
  const tone = isIdle ? 'idle' : LOUD.has(item.kind) ? 'late' : 'calm';
  return (
    <Link href={LISTS[item.kind]} className={`work-card work-${tone}`}>
      <span className="work-name">{t(`words:workItem.${item.kind}`)}</span>
      <span className="work-count">{item.count.toLocaleString()}</span>
      {isIdle && <span className="quiet">{t('home.nothing')}</span>}
      {item.oldestAt !== null && (
        <span className="work-age">
          {t('home.oldest')} <Waiting since={item.oldestAt} />
        </span>
      )}
    </Link>
  );
}

/** For accounts that nobody sends work to: the way to what they do. */
function Shortcuts() {
  const { t } = useTranslation();
  const duties = dutiesOf(useAccount())
    .flatMap((group) => group.duties)
    .filter((duty) => duty.key !== 'home');
  return (
    <section className="shortcuts">
      <p>{t('home.no_work')}</p>
      <div className="shortcut-row">
        {duties.map((duty) => (
          <Link key={duty.key} href={duty.path} className="shortcut">
            {duty.icon} {t(`menu.${duty.key}`)}
          </Link>
        ))}
      </div>
    </section>
  );
}

/** "What waits for me", one card a kind. */
export function WorkCards() {
  const { t } = useTranslation();
  const work = useRead('work', 'GET /api/v1/staff/work', {}, { every: 60_000 });
  if (work.isPending) return <Skeleton active paragraph={{ rows: 3 }} />;
  if (work.data === undefined) return <ProblemResult error={work.error} onRetry={() => void work.refetch()} />;
  if (work.data.items.length === 0) return <Shortcuts />;
  return (
    <section aria-label={t('home.waiting')} className="work-cards">
      {[...work.data.items].sort(byAge).map((item) => (
        <WorkCard key={item.kind} item={item} />
      ))}
    </section>
  );
}
