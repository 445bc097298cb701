import type { VenueApplication } from '@tongxing/contract';
import { useServerSecond, useTimeWords } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';
import { durationText } from '../../parts/time';

/** How long a review may still take; what is over in red. */
export function ReviewDue({ application: { state, dueAt } }: { readonly application: Pick<VenueApplication, 'state' | 'dueAt'> }) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  const now = useServerSecond();
  if (state !== 'submitted' || dueAt === null) return <span className="quiet">—</span>;
  const left = Date.parse(dueAt) - now;
  return (
    <span className={left < 0 ? 'late' : ''} title={exact(dueAt)}>
      {t(left < 0 ? 'application.over' : 'application.left', { time: durationText(Math.abs(left), t) })}
    </span>
  );
}
