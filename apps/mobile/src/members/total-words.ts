import { SMALL_CELL, type Total } from '@tongxing/contract';
import { useLanguage } from '@tongxing/ui';
import { useMemberWords } from './words';

/** A total as it is said: a number, `<5`, or that it is not told. */
export function useTotalWords(): (total: Total) => string {
  const { t } = useMemberWords();
  const [language] = useLanguage();
  return (total) => {
    if (total === 'few') return `<${SMALL_CELL}`;
    return total === 'withheld' ? t('members:totals.withheld') : total.toLocaleString(language);
  };
}
