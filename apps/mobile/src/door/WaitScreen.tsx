import type { DoorState } from '@tongxing/contract';
import { DailySign, RunningClock } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';

/** Between two people: where this is, what time it is, and the sign to compare with the visitor's phone. */
export function WaitScreen({ door }: { readonly door: DoorState }) {
  const { t } = useTranslation();
  const { venue, state } = door;
  const isOpen = state === 'active';
  return (
    <section className="wait" data-closed={!isOpen || undefined}>
      <div>
        <h1>{venue.checkpoint === null ? venue.name : `${venue.name} · ${venue.checkpoint}`}</h1>
        <p className="wait-todo">{isOpen ? t('wait.todo') : t(`wait.${state}`)}</p>
        {!isOpen && <p className="wait-closed">{t('wait.closed')}</p>}
        <p className="wait-clock">
          <RunningClock withDate={false} />
        </p>
      </div>
      <div className="wait-sign">
        <DailySign sign={door.sign} />
        <p>{t('wait.sign')}</p>
      </div>
    </section>
  );
}
