import { FieldTimeOutlined } from '@ant-design/icons';
import { useSystem } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';
import { usePutOffWords } from './load';

/** While the server is busy: what is put off, that scans go on, and that nothing is to be done. Otherwise nothing. */
export function LoadNotice() {
  const { t } = useTranslation();
  const { load } = useSystem();
  const putOff = usePutOffWords();
  return (
    <div role="status" className="load">
      {load !== 'normal' && (
        <p className="load-notice">
          <FieldTimeOutlined aria-hidden />
          <span>
            <strong>{t(`load.title.${load}`)}</strong> {putOff(load)} <span className="load-advice">{t('load.advice')}</span>
          </span>
        </p>
      )}
    </div>
  );
}
