import type { DoorState } from '@tongxing/contract';
import { ApiError } from '@tongxing/contract/client';
import { DemoBanner } from '@tongxing/ui';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { LiveDoor } from './LiveDoor';
import { LostScreen } from './LostScreen';
import { Pairing } from './Pairing';
import { StartScreen } from './StartScreen';

type Stage =
  | { readonly at: 'looking' }
  /** The server did not say whether this screen is paired. */
  | { readonly at: 'unreachable'; readonly since: number }
  | { readonly at: 'pairing' }
  | { readonly at: 'paired'; readonly door: DoorState }
  | { readonly at: 'live'; readonly door: DoorState };

/** Milliseconds between attempts while the server cannot be reached. */
const RETRY_MS = 3000;

/** `/door/`: the venue's own screen. Paired once, started by a tap, then it only listens. */
export function DoorApp() {
  const { t } = useTranslation();
  const [stage, setStage] = useState<Stage>({ at: 'looking' });

  const look = useCallback(() => {
    call('GET /api/v1/door/state').then(
      (door) => setStage({ at: 'paired', door }),
      (error: unknown) => {
        const isUnpaired = error instanceof ApiError && error.code === 'NOT_SIGNED_IN';
        setStage((before) =>
          isUnpaired ? { at: 'pairing' } : { at: 'unreachable', since: before.at === 'unreachable' ? before.since : Date.now() },
        );
      },
    );
  }, []);
  useEffect(look, [look]);
  useEffect(() => {
    if (stage.at !== 'unreachable') return;
    const timer = setTimeout(look, RETRY_MS);
    return () => clearTimeout(timer);
  }, [stage, look]);

  useEffect(() => {
    document.title = `${t('title')} · ${t('words:product')}`;
  }, [t]);

  const unpaired = useCallback(() => setStage({ at: 'pairing' }), []);
  return (
    <div className="door">
      <DemoBanner />
      {stage.at === 'looking' && (
        <p className="door-looking" role="status">
          {t('looking')}
        </p>
      )}
      {stage.at === 'unreachable' && <LostScreen since={stage.since} />}
      {stage.at === 'pairing' && <Pairing onPaired={(door) => setStage({ at: 'paired', door })} />}
      {stage.at === 'paired' && (
        <StartScreen door={stage.door} onStart={() => setStage({ at: 'live', door: stage.door })} onUnpaired={unpaired} />
      )}
      {stage.at === 'live' && <LiveDoor initial={stage.door} onUnpaired={unpaired} />}
    </div>
  );
}
