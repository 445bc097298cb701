import { useTranslation } from 'react-i18next';

/** Shows itself after a moment, so that a quick answer does not flicker. */
export function Loading({ label }: { readonly label?: string }) {
  const { t } = useTranslation();
  return (
    <div className="loading" role="status">
      <span className="loading-way" aria-hidden="true" />
      {label ?? t('loading')}
    </div>
  );
}
