import { useTranslation } from 'react-i18next';
import { encode } from 'uqr';

/** Light modules around the code (ISO/IEC 18004 asks for four). */
const QUIET_ZONE = 4;
/** Width of the dark part on paper, millimetres; readable from about a metre and a half. */
const CODE_MM = 122;

/** Runs of dark modules as one path: crisp at any size, and no markup is set by hand. */
function darkPath(rows: readonly (readonly boolean[])[]): string {
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return dark.join('');
}

/** The venue's address as a QR code, error level Q, with its quiet zone. */
export function PosterCode({ address }: { readonly address: string }) {
  const { t } = useTranslation();
  const { data, size } = encode(address, { ecc: 'Q', border: QUIET_ZONE });
  const width = (CODE_MM * size) / (size - 2 * QUIET_ZONE);
  return (
    <svg
      className="poster-code"
      viewBox={`0 0 ${size} ${size}`}
      style={{ width: `${width}mm` }}
      role="img"
      aria-label={t('poster.code_label', { address })}
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={darkPath(data)} fill="#000000" shapeRendering="crispEdges" />
    </svg>
  );
}
