import enWords from '@tongxing/ui/words/en';
import zhWords from '@tongxing/ui/words/zh';
import { createInstance } from 'i18next';
import en from '../i18n/en/server.json';
import zh from '../i18n/zh/server.json';

export type Language = 'zh' | 'en';

const instance = createInstance();
void instance.init({
  lng: 'zh',
  fallbackLng: false,
  resources: { zh: { translation: zh, words: zhWords }, en: { translation: en, words: enWords } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** Text of the server's own catalogue: errors, SMS, exported lists; with `words:` one of the shared vocabulary. */
export function translate(language: Language, key: string, values: Record<string, string | number> = {}): string {
  return instance.t(key, { lng: language, ...values });
}

/** Chinese unless English is asked for first. */
export function languageOf(acceptLanguage: string | undefined): Language {
  return /^\s*en\b/i.test(acceptLanguage ?? '') ? 'en' : 'zh';
}
