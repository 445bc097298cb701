import { useTranslation } from 'react-i18next';
import { useLanguage } from './use-language';

/** One tap to the other language, named in that language. */
export function LanguageSwitch({ className }: { readonly className?: string }) {
  const { t } = useTranslation('words');
  const [language, change] = useLanguage();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <button
      type="button"
      className={className ?? 'tx-language'}
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      title={t('language.switch')}
      onClick={() => change(other)}
    >
      {t(`language.${other}`)}
    </button>
  );
}
