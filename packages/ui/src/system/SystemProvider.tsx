import type { System } from '@tongxing/contract';
import { type ReactNode, useEffect, useState } from 'react';
import { SystemContext, type SystemState } from './use-system';

/** Milliseconds before asking again when the server did not answer. */
const RETRY_MS = 5000;

async function askSystem(): Promise<SystemState> {
  const asked = Date.now();
  const response = await fetch('/api/v1/system', { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`system: ${response.status}`);
  const system = (await response.json()) as System;
  // The answer was written about half-way between asking and hearing.
  const heardMiddle = (asked + Date.now()) / 2;
  return { system, offsetMs: Date.parse(system.now) - heardMiddle, timeZone: system.timeZone };
}

/** Asks once for the server's facts (demo or not, time zone, clock) and keeps asking until it hears. */
export function SystemProvider({ children }: { readonly children: ReactNode }) {
  const [state, setState] = useState<SystemState>({ system: undefined, offsetMs: 0, timeZone: 'Asia/Shanghai' });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const ask = () =>
      askSystem().then(
        (answer) => !isGone && setState(answer),
        () => {
          if (!isGone) timer = setTimeout(ask, RETRY_MS);
        },
      );
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, []);
  return <SystemContext.Provider value={state}>{children}</SystemContext.Provider>;
}
