import type { DoorState } from '@tongxing/contract';
import { LanguageSwitch } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { useSubmit } from '../api/use-submit';
import { ProblemNote } from '../shell/Failure';
import { sounds } from './sounds';

export interface StartScreenProps {
  readonly door: DoorState;
  readonly onStart: () => void;
  readonly onUnpaired: () => void;
}

/** Browsers keep sound locked until somebody touches the page; this is that touch. */
export function StartScreen({ door, onStart, onUnpaired }: StartScreenProps) {
  const { t } = useTranslation();
  const submit = useSubmit();
  const start = () => {
    sounds.unlock();
    sounds.play('pass');
    onStart();
  };
  const unpair = () =>
    submit.run(async () => {
      await call('DELETE /api/v1/door/sessions/current');
      onUnpaired();
    });
  return (
    <main className="start">
      <h1>{door.venue.checkpoint === null ? door.venue.name : `${door.venue.name} · ${door.venue.checkpoint}`}</h1>
      <p>{door.venue.address}</p>
      <button type="button" className="start-button" onClick={start}>
        {t('start.button')}
        <small>{t('start.hint')}</small>
      </button>
      <ProblemNote problem={submit.error} />
      <div className="start-more">
        <LanguageSwitch />
        <button type="button" className="door-button" disabled={submit.isBusy} onClick={unpair}>
          {t('start.unpair')}
        </button>
      </div>
    </main>
  );
}
