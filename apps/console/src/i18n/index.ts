import { createI18n } from '@tongxing/ui';
import { addDeskWords } from '@tongxing/ui/desk-words';
import { addRightsWords } from '@tongxing/ui/rights-words';
import en from './en/console.json';
import zh from './zh/console.json';

/** The console's texts beside the shared words: `t('home.title')`, `t('words:verdict.pass')`, `t('errors:code.NOT_FOUND')`. */
export const i18n = createI18n({ namespaces: { console: { zh, en } } });
addDeskWords(i18n);
addRightsWords(i18n);
