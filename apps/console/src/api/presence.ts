/** Somebody who touched the page this long ago is still at the desk. */
const THERE_MS = 5 * 60_000;
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

let touchedAt = Date.now();
let watchers = 0;

/** Notes from now on when somebody touches the page. */
export function followPresence(page: Window): void {
  const touch = () => {
    touchedAt = Date.now();
  };
  for (const sign of SIGNS_OF_LIFE) page.addEventListener(sign, touch, { passive: true, capture: true });
}

/** Whether a person is at the page; what it asks of itself with nobody there keeps no session alive. */
export const isAttended = () => watchers > 0 || Date.now() - touchedAt < THERE_MS;

/** A page that is looked at without being touched: the wall shows totals only. @returns ends it */
export function lookAt(): () => void {
  watchers += 1;
  return () => {
    watchers -= 1;
  };
}
