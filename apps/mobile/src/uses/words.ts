import { addRightsWords } from '@tongxing/ui/rights-words';
import type { i18n as I18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import en from './i18n/en/uses.json';
import zh from './i18n/zh/uses.json';

function addWords(i18n: I18n): void {
  if (i18n.hasResourceBundle('zh', 'uses')) return;
  i18n.addResourceBundle('zh', 'uses', zh);
  i18n.addResourceBundle('en', 'uses', en);
  addRightsWords(i18n);
}

/** The texts of these pages come with them: nobody at a door waits for them. */
export function useUsesWords(): ReturnType<typeof useTranslation> {
  addWords(useTranslation().i18n);
  return useTranslation();
}
