import type { OwnVisit } from '@tongxing/contract';
import { useTimeWords, VerdictMark } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';

/** Own visits: where, when and how it ended. */
export function VisitList({ visits }: { readonly visits: readonly OwnVisit[] }) {
  const { t } = useTranslation();
  const { spoken, exact } = useTimeWords();
  return (
    <ul className="rows">
      {visits.map((visit) => (
        <li key={visit.eventId}>
          <VerdictMark verdict={visit.verdict} />
          <div className="row-main">
            <p className="row-title">{visit.checkpoint === null ? visit.venueName : `${visit.venueName} · ${visit.checkpoint}`}</p>
            <p className="soft">
              {t(`words:verdict.${visit.verdict}`)} ·{' '}
              <time dateTime={visit.at} title={exact(visit.at)}>
                {spoken(visit.at)}
              </time>
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
