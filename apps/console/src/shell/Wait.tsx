import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';

/** While a page is on its way. */
export function Wait() {
  const { t } = useTranslation();
  return (
    <div className="wait" role="status">
      <Spin size="large" />
      <span className="tx-visually-hidden">{t('list.loading')}</span>
    </div>
  );
}
