import type { LoadLevel, System } from '@tongxing/contract';
import { createContext, useContext } from 'react';

/** What every page knows of the server. */
export interface SystemState {
  /** Undefined until the server has answered. */
  readonly system: System | undefined;
  /** Milliseconds to add to this machine's clock to get the server's. */
  readonly offsetMs: number;
  /** IANA name; Shanghai until the server says otherwise. */
  readonly timeZone: string;
  /** How much the server has to do, told without flicker; normal until it says otherwise. Pages that ask once never learn more. */
  readonly load: LoadLevel;
}

export const SystemContext = createContext<SystemState>({
  system: undefined,
  offsetMs: 0,
  timeZone: 'Asia/Shanghai',
  load: 'normal',
});

const USUAL_RETENTION_DAYS = 28;

/** Days after which visits are deleted here; the usual number until the server has said. */
export function useRetentionDays(): number {
  return useSystem().system?.retentionDays ?? USUAL_RETENTION_DAYS;
}

/** Server facts from the nearest {@link SystemProvider}. */
export function useSystem(): SystemState {
  return useContext(SystemContext);
}
