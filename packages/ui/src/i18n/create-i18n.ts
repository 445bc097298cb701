import { createInstance, type i18n, type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';
import enErrors from './en/errors.json';
import enWords from './en/words.json';
import { type Language, languageOf, rememberLanguage, storedLanguage } from './language';
import zhErrors from './zh/errors.json';
import zhWords from './zh/words.json';

/** One namespace's catalogue in both languages. */
export type Catalogue = { readonly [L in Language]: ResourceLanguage };

export interface I18nOptions {
  /** The remembered language when left out. */
  readonly language?: Language;
  /** Catalogues of the app beside the shared `words` and `errors`; the first is the default namespace. */
  readonly namespaces?: Readonly<Record<string, Catalogue>>;
}

function resources(namespaces: Readonly<Record<string, Catalogue>>, language: Language): ResourceLanguage {
  const own = Object.entries(namespaces).map(([name, catalogue]) => [name, catalogue[language]]);
  return Object.fromEntries(own);
}

/**
 * A ready i18next instance for `I18nextProvider`. Everything is bundled, so it is usable at once and works offline.
 * Shared words stand in namespaces `words` and `errors`: `t('words:verdict.pass')`.
 */
export function createI18n(options: I18nOptions = {}): i18n {
  const own = options.namespaces ?? {};
  const language = options.language ?? storedLanguage();
  const all = { words: { zh: zhWords, en: enWords }, errors: { zh: zhErrors, en: enErrors }, ...own };
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh',
    ns: Object.keys(all),
    defaultNS: Object.keys(own)[0] ?? 'words',
    resources: { zh: resources(all, 'zh'), en: resources(all, 'en') },
    interpolation: { escapeValue: false },
    initAsync: false,
    react: { useSuspense: false },
  });
  rememberLanguage(language);
  instance.on('languageChanged', (tag) => rememberLanguage(languageOf(tag)));
  return instance;
}
