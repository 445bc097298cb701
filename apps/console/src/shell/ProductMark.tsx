import { GateMark } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';

/** The product's symbol and name, with what this part of it is. */
export function ProductMark() {
  const { t } = useTranslation();
  return (
    <span className="product">
      <GateMark />
      <span className="product-name">{t('words:product')}</span>
      <span className="product-part">{t('part')}</span>
    </span>
  );
}
