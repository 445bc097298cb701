import { useTranslation } from 'react-i18next';

/** How to scan: with the telephone's own camera, at the poster by the door. A drawing of it and one line. */
export function ScanHint() {
  const { t } = useTranslation();
  return (
    <p className="scan-hint">
      <svg viewBox="0 0 72 56" aria-hidden="true" focusable="false">
        <rect x="2" y="2" width="36" height="52" rx="3" />
        <path d="M9 10h9v9H9zM22 10h9v9h-9zM9 23h9v9H9zM23 24h3v3M30 29v3M9 40h22M9 46h14" />
        <rect className="scan-hint-phone" x="44" y="16" width="24" height="38" rx="4" />
        <path d="M50 24h4M58 24h4v4M62 36v4h-4M54 40h-4v-4M50 28v-4M47 32h18" />
      </svg>
      <span>{t('home.scan')}</span>
    </p>
  );
}
