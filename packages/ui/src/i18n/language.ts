/** Languages every page is complete in; the first is the default. */
export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Where the chosen language is remembered between visits. */
const LANGUAGE_STORAGE_KEY = 'tongxing.language';

function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** The remembered language, or Chinese. Private browsing may refuse storage: then Chinese too. */
export function storedLanguage(): Language {
  try {
    const value = localStorage.getItem(LANGUAGE_STORAGE_KEY);
    return isLanguage(value) ? value : 'zh';
  } catch {
    return 'zh';
  }
}

/** Remembers the language and tells the document, so that screen readers pronounce it and fonts follow. */
export function rememberLanguage(language: Language): void {
  // Outside a browser (tests, static drawing) there is nobody to tell.
  if (typeof document === 'undefined') return;
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  try {
    localStorage.setItem(LANGUAGE_STORAGE_KEY, language);
  } catch {
    // Storage refused: the choice lasts for this page only.
  }
}

/** The language behind any tag i18next reports (`en-GB` is `en`). */
export function languageOf(tag: string | undefined): Language {
  return tag?.startsWith('en') ? 'en' : 'zh';
}
