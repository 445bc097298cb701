import { useTranslation } from 'react-i18next';

/** An arch with a tick in it: a gate that lets pass. */
export function ProductSymbol() {
  return (
    <svg className="product-symbol" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect className="product-ground" width="32" height="32" rx="7" />
      <path className="product-gate" d="M8 24V12.5C8 8.4 11.6 6 16 6s8 2.4 8 6.5V24" />
      <path className="product-tick" d="m11.5 17.2 3.4 3.4 6-6.6" />
    </svg>
  );
}

/** The product's symbol and name, with what this part of it is. */
export function ProductMark() {
  const { t } = useTranslation();
  return (
    <span className="product">
      <ProductSymbol />
      <span className="product-name">{t('words:product')}</span>
      <span className="product-part">{t('part')}</span>
    </span>
  );
}
