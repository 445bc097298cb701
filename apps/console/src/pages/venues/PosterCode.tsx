import { useTranslation } from 'react-i18next';
import { QrCode, QUIET_ZONE } from '../../parts/QrCode';

/** Width of the dark part on paper, millimetres; readable from about a metre and a half. */
const CODE_MM = 122;

const widthOnPaper = (modules: number) => ({ width: `${(CODE_MM * modules) / (modules - 2 * QUIET_ZONE)}mm` });

/** The venue's address as a QR code, error level Q. */
export function PosterCode({ address }: { readonly address: string }) {
  const { t } = useTranslation();
  return <QrCode text={address} level="Q" className="poster-code" style={widthOnPaper} label={t('poster.code_label', { address })} />;
}
