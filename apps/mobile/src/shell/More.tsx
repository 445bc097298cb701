import { useTranslation } from 'react-i18next';
import type { Pages } from '../api/use-pages';
import { ProblemNote } from './Failure';

/** Below a list that goes on: the button for its next page, and why there is none. */
export function More({ pages: { more, submit }, label }: { readonly pages: Pages<unknown>; readonly label: string }) {
  const { t } = useTranslation();
  return (
    <>
      {more !== undefined && (
        <button type="button" className="button" disabled={submit.isBusy} onClick={more}>
          {submit.isBusy ? t('loading') : label}
        </button>
      )}
      <ProblemNote problem={submit.error} />
    </>
  );
}
