import { useTimeWords } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';

/** Black and white stripes and words: unlike any answer, so that nobody takes silence for a pass. */
export function LostScreen({ since }: { readonly since: number }) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  return (
    <section className="lost" role="alert">
      <div className="lost-words">
        <h1>{t('lost.title')}</h1>
        <p className="lost-todo">{t('lost.todo')}</p>
        <p>{t('lost.since', { time: exact(new Date(since).toISOString()) })}</p>
      </div>
    </section>
  );
}
