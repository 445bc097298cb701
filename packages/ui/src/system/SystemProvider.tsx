import { type ReactNode, useEffect, useState } from 'react';
import { betterClock, followSystem, type ShownLoad, type SystemLook, settleLoad } from './system-line';
import { SystemContext, type SystemState } from './use-system';

interface Known {
  readonly last: SystemLook;
  readonly clock: SystemLook;
  readonly load: ShownLoad;
}

function learn(known: Known | undefined, heard: SystemLook): Known {
  if (known === undefined) return { last: heard, clock: heard, load: { level: heard.system.load, calmLooks: 0 } };
  return { last: heard, clock: betterClock(known.clock, heard), load: settleLoad(known.load, heard.system.load) };
}

function stateOf(known: Known | undefined): SystemState {
  if (known === undefined) return { system: undefined, offsetMs: 0, timeZone: 'Asia/Shanghai', load: 'normal' };
  const { system } = known.last;
  return { system, offsetMs: known.clock.offsetMs, timeZone: system.timeZone, load: known.load.level };
}

interface SystemProviderProps {
  /**
   * Milliseconds, about, between looks at the server while the page can be seen. Left out, it is asked once: a million
   * phones that keep asking would be the load they ask about.
   */
  readonly everyMs?: number;
  readonly children: ReactNode;
}

/** Tells all pages the server's facts (demo or not, time zone, clock, load). */
export function SystemProvider({ everyMs, children }: SystemProviderProps) {
  const [known, setKnown] = useState<Known>();
  useEffect(() => followSystem((heard) => setKnown((before) => learn(before, heard)), everyMs), [everyMs]);
  return <SystemContext.Provider value={stateOf(known)}>{children}</SystemContext.Provider>;
}
