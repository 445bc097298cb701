import type { i18n as I18n } from 'i18next';
import en from './en/desk-words.json';
import zh from './zh/desk-words.json';

/** Adds the shared words that are needed at desks only: a telephone does without them. */
export function addDeskWords(i18n: I18n): void {
  for (const [language, { words, errors }] of Object.entries({ zh, en })) {
    i18n.addResourceBundle(language, 'words', words, true);
    i18n.addResourceBundle(language, 'errors', errors, true);
  }
}
