import type { DoorState } from '@tongxing/contract';
import { DailySign, RunningClock } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';

/** Between two people: where this is, what time it is, and the sign to compare with the visitor's phone. */
export function WaitScreen({ door }: { readonly door: DoorState }) {
  const { t } = useTranslation();
  const { venue } = door;
  return (
    <section className="wait">
      <div>
        <h1>{venue.checkpoint === null ? venue.name : `${venue.name} · ${venue.checkpoint}`}</h1>
        <p className="wait-todo">{t('wait.todo')}</p>
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
