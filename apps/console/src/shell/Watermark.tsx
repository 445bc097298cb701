import { useServerSecond, useTimeWords } from '@tongxing/ui';
import { useAccount } from '../session/session';

/** Pages without persons. A new page is marked until it is named here. */
const UNMARKED = ['/regimes', '/regimes/switch', '/risk-areas', '/venues'] as const;
const UNMARKED_BELOW = '/venues/';

/** Whether a page may show persons. */
export function showsPersons(path: string): boolean {
  return path !== '/' && !UNMARKED.some((one) => one === path) && !path.startsWith(UNMARKED_BELOW);
}

/** Names who looked and when across pages that show persons, so that a photograph or a print has an owner. */
export function Watermark() {
  const { displayName, username } = useAccount();
  const { exact } = useTimeWords();
  // To the minute: a mark that changes each second would draw the eye.
  const minute = new Date(Math.floor(useServerSecond() / 60_000) * 60_000).toISOString();
  return (
    <svg className="watermark" aria-hidden="true" focusable="false">
      <defs>
        <pattern id="watermark" width="340" height="150" patternUnits="userSpaceOnUse" patternTransform="rotate(-18)">
          <text x="10" y="60">
            {displayName} {username}
          </text>
          <text x="10" y="80">
            {exact(minute)}
          </text>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill="url(#watermark)" />
    </svg>
  );
}
