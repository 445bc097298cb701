import type { Location } from '@tongxing/contract';
import { useState } from 'react';

/** Milliseconds after which no position is no position. */
const PATIENCE_MS = 20_000;

export interface Positioning {
  readonly state: 'idle' | 'locating' | 'denied' | 'failed';
  readonly locate: () => void;
}

/** Asks the telephone where it is, as exactly as it can, never from memory. */
export function usePosition(onFound: (location: Location) => void): Positioning {
  const [state, setState] = useState<Positioning['state']>('idle');
  const locate = () => {
    if (!('geolocation' in navigator)) {
      setState('denied');
      return;
    }
    setState('locating');
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => {
        setState('idle');
        const { latitude, longitude, accuracy } = coords;
        onFound({ latitude, longitude, system: 'wgs84', accuracyM: Math.min(accuracy, 100_000), at: new Date(timestamp).toISOString() });
      },
      (error) => setState(error.code === error.PERMISSION_DENIED ? 'denied' : 'failed'),
      { enableHighAccuracy: true, maximumAge: 0, timeout: PATIENCE_MS },
    );
  };
  return { state, locate };
}
