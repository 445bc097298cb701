import type { i18n as I18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import en from './i18n/en/members.json';
import zh from './i18n/zh/members.json';

function addWords(i18n: I18n): void {
  if (i18n.hasResourceBundle('zh', 'members')) return;
  i18n.addResourceBundle('zh', 'members', zh);
  i18n.addResourceBundle('en', 'members', en);
}

/** The texts of these pages come with them: nobody at a door waits for them. */
export function useMemberWords(): ReturnType<typeof useTranslation> {
  addWords(useTranslation().i18n);
  return useTranslation();
}
