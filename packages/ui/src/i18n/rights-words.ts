import type { i18n as I18n } from 'i18next';
import en from './en/rights-words.json';
import zh from './zh/rights-words.json';

/** Adds the shared words of the rights of the person: a page at a door does without them. */
export function addRightsWords(i18n: I18n): void {
  i18n.addResourceBundle('zh', 'words', zh, true);
  i18n.addResourceBundle('en', 'words', en, true);
}
