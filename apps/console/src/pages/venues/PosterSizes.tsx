import { POSTER_SHEETS, POSTER_SIZES, type PosterSize } from '@tongxing/rules';
import { Radio } from 'antd';
import { useTranslation } from 'react-i18next';

interface PosterSizesProps {
  readonly value?: PosterSize;
  readonly onChange?: (size: PosterSize) => void;
}

const metres = (size: PosterSize) => (POSTER_SHEETS[size].distance / 1_000).toFixed(1);

/** Which sheet, and from how far its code is read. */
export function PosterSizes({ value, onChange }: PosterSizesProps) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      value={value}
      onChange={({ target }) => onChange?.(target.value as PosterSize)}
      aria-label={t('poster.size')}
      className="choice-list"
    >
      {POSTER_SIZES.map((size) => (
        <Radio key={size} value={size}>
          {t(`poster.sizes.${size}`)} <span className="quiet">{t('poster.distance', { metres: metres(size) })}</span>
        </Radio>
      ))}
    </Radio.Group>
  );
}
