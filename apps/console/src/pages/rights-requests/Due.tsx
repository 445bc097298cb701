import type { RightsRequest } from '@tongxing/contract';
import { useServerSecond, useTimeWords } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';

const DAY_MS = 86_400_000;

/** Days left for the answer; days over in red. */
export function Due({ request: { state, dueAt } }: { readonly request: Pick<RightsRequest, 'state' | 'dueAt'> }) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  const left = Date.parse(dueAt) - useServerSecond();
  if (state !== 'open') return <span className="quiet">—</span>;
  return (
    <span className={left < 0 ? 'late' : ''} title={exact(dueAt)}>
      {t(left < 0 ? 'rights_request.days_over' : 'rights_request.days_left', { count: Math.ceil(Math.abs(left) / DAY_MS) })}
    </span>
  );
}
