import { addRightsWords } from '@tongxing/ui/rights-words';
import type { i18n as I18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import en from './i18n/en/rights.json';
import zh from './i18n/zh/rights.json';

function addWords(i18n: I18n): void {
  if (i18n.hasResourceBundle('zh', 'rights')) return;
  i18n.addResourceBundle('zh', 'rights', zh);
  i18n.addResourceBundle('en', 'rights', en);
  addRightsWords(i18n);
}

/** The texts of these pages come with them: nobody at a door waits for them. */
export function useRightsWords(): ReturnType<typeof useTranslation> {
  addWords(useTranslation().i18n);
  return useTranslation();
}
