import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Language, languageOf } from './language';

/** The page's language and how to change it; the change is remembered. */
export function useLanguage(): readonly [Language, (language: Language) => void] {
  const { i18n } = useTranslation();
  const change = useCallback((language: Language) => void i18n.changeLanguage(language), [i18n]);
  return [languageOf(i18n.resolvedLanguage), change];
}
