import { ELDER_SIZES, useElderMode } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';

/** Into the elder view and out of it with one tap; inside, three text sizes. */
export function ElderSwitch() {
  const { t } = useTranslation();
  const { isElder, size, choose } = useElderMode();
  return (
    <div className="elder">
      <button type="button" className="elder-switch" aria-pressed={isElder} onClick={() => choose(isElder ? undefined : 'large')}>
        {t(isElder ? 'elder.leave' : 'elder.enter')}
      </button>
      {isElder && (
        <fieldset className="elder-sizes">
          <legend className="tx-visually-hidden">{t('elder.size')}</legend>
          {ELDER_SIZES.map((one) => (
            <button
              key={one}
              type="button"
              data-size={one}
              aria-pressed={one === size}
              aria-label={t(`elder.${one}`)}
              onClick={() => choose(one)}
            >
              {t('elder.letter')}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  );
}
