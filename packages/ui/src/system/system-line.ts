import type { LoadLevel, System } from '@tongxing/contract';
import { retryDelayMs, spreadMs } from './retry-delay';

/** One look at the server. */
export interface SystemLook {
  readonly system: System;
  /** Milliseconds to add to this machine's clock to get the server's; wrong by at most half of `tookMs`. */
  readonly offsetMs: number;
  readonly tookMs: number;
}

/** How busy the server is shown to be. */
export interface ShownLoad {
  readonly level: LoadLevel;
  /** Normal answers since it was busy. */
  readonly calmLooks: number;
}

/** Normal answers in a row before "busy" is taken back: a notice that comes and goes is worse than one that stays a little. */
const CALM_LOOKS = 2;
const RETRY = { firstMs: 5_000, mostMs: 30_000 };

/** Up at once, down when it has been normal twice. */
export function settleLoad(shown: ShownLoad, heard: LoadLevel): ShownLoad {
  const isStillBusy = heard === 'normal' && shown.level !== 'normal' && shown.calmLooks + 1 < CALM_LOOKS;
  return isStillBusy ? { level: shown.level, calmLooks: shown.calmLooks + 1 } : { level: heard, calmLooks: 0 };
}

/**
 * Which of two measurements of the clock holds: the quicker one, unless they contradict each other: then the clock was
 * set in between. (A server that is slow to answer must not make the clock on the page jump.)
 */
export function betterClock(kept: SystemLook, heard: SystemLook): SystemLook {
  const contradicts = Math.abs(kept.offsetMs - heard.offsetMs) > (kept.tookMs + heard.tookMs) / 2;
  return contradicts || heard.tookMs <= kept.tookMs ? heard : kept;
}

class NotHeard extends Error {
  override readonly name = 'NotHeard';
  constructor(readonly retryAfterSeconds: number | undefined) {
    super('the server did not say how it is');
  }
}

async function look(): Promise<SystemLook> {
  const asked = Date.now();
  const response = await fetch('/api/v1/system', { headers: { accept: 'application/json' } });
  if (!response.ok) throw new NotHeard(Number(response.headers.get('retry-after') ?? 0));
  const system = (await response.json()) as System;
  const heard = Date.now();
  // The answer was written about half-way between asking and hearing.
  return { system, offsetMs: Date.parse(system.now) - (asked + heard) / 2, tookMs: heard - asked };
}

/**
 * Asks for the server's facts until it hears them, and, when `everyMs` is given, again about that often while the page
 * can be seen. Runs until the returned function is called.
 */
export function followSystem(heard: (look: SystemLook) => void, everyMs: number | undefined): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isGone = false;
  let isDue = false;
  let failures = 0;
  const ask = async () => {
    const answer = await look().catch((error: unknown) => error);
    if (isGone) return;
    if (answer instanceof Error) {
      failures += 1;
      const asked = answer instanceof NotHeard ? answer.retryAfterSeconds : undefined;
      timer = setTimeout(askInSight, retryDelayMs(failures, asked, RETRY, Math.random()));
      return;
    }
    failures = 0;
    heard(answer as SystemLook);
    if (everyMs !== undefined) timer = setTimeout(askInSight, spreadMs(everyMs, Math.random()));
  };
  const askInSight = () => {
    isDue = document.hidden;
    if (!isDue) void ask();
  };
  const seen = () => {
    if (isDue) askInSight();
  };
  document.addEventListener('visibilitychange', seen);
  void ask();
  return () => {
    isGone = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', seen);
  };
}
