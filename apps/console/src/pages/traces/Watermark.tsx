import { useServerSecond, useTimeWords } from '@tongxing/ui';

/** Names who looked and when across a sensitive page, so that a photograph of the screen has an owner. */
export function Watermark({ text }: { readonly text: string }) {
  const { exact } = useTimeWords();
  // To the minute: a mark that changes each second would draw the eye.
  const minute = new Date(Math.floor(useServerSecond() / 60_000) * 60_000).toISOString();
  return (
    <svg className="watermark" aria-hidden="true" focusable="false">
      <defs>
        <pattern id="watermark" width="340" height="150" patternUnits="userSpaceOnUse" patternTransform="rotate(-18)">
          <text x="10" y="60">
            {text}
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
