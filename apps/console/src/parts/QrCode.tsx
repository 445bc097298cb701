import type { CSSProperties } from 'react';
import { encode } from 'uqr';

/** Light modules around the code (ISO/IEC 18004 asks for four). */
const QUIET_ZONE = 4;

/** Runs of dark modules as one path: crisp at any size, and no markup is set by hand. */
function darkPath(rows: readonly (readonly boolean[])[]): string {
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return dark.join('');
}

interface QrCodeProps {
  readonly text: string;
  /** Error level. */
  readonly level: 'M' | 'Q';
  readonly label: string;
  readonly className: string;
  /** Of the whole, by its width in modules. */
  readonly style?: (modules: number) => CSSProperties;
}

/** A QR code with its quiet zone. */
export function QrCode({ text, level, label, className, style }: QrCodeProps) {
  const { data, size } = encode(text, { ecc: level, border: QUIET_ZONE });
  return (
    <svg className={className} viewBox={`0 0 ${size} ${size}`} style={style?.(size) ?? {}} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#ffffff" />
      <path d={darkPath(data)} fill="#000000" shapeRendering="crispEdges" />
    </svg>
  );
}
