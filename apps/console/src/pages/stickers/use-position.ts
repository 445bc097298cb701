import { useEffect, useState } from 'react';

/** Where this browser stands, WGS-84. */
export interface BrowserPosition {
  readonly latitude: number;
  readonly longitude: number;
  /** Metres. */
  readonly accuracy: number;
}

/** `asking` until the browser has said where it is, or that it does not know or may not say. */
export type PositionState = 'asking' | 'none' | BrowserPosition;

const LONGEST_MS = 20_000;

/** Follows the browser's position for as long as the page stands. */
export function usePosition(): PositionState {
  const [position, setPosition] = useState<PositionState>('asking');
  useEffect(() => {
    if (!('geolocation' in navigator)) {
      setPosition('none');
      return;
    }
    const watch = navigator.geolocation.watchPosition(
      ({ coords: { latitude, longitude, accuracy } }) => setPosition({ latitude, longitude, accuracy: Math.min(accuracy, 100_000) }),
      () => setPosition('none'),
      { enableHighAccuracy: true, timeout: LONGEST_MS },
    );
    return () => navigator.geolocation.clearWatch(watch);
  }, []);
  return position;
}
