import { useSystem } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';
import { usePutOffWords } from '../../shell/load';

/** How the platform is, in plain words: its load and what is put off for it, or that no answer comes. */
export function LoadStrip({ isLost }: { readonly isLost: boolean }) {
  const { t } = useTranslation();
  const { load } = useSystem();
  const putOff = usePutOffWords();
  return (
    <section className="screen-load" data-load={isLost ? 'lost' : load} aria-label={t('load.label')}>
      <p role="status">
        <strong>{isLost ? t('screen.lost') : t(`load.title.${load}`)}</strong>
        <span>{isLost ? t('screen.lost_detail') : putOff(load)}</span>
      </p>
    </section>
  );
}
