import { useLanguage, useSystem, useTimeWords } from '@tongxing/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shortNumber } from './short-number';
import type { Counted } from './use-figures';

/** Since when figures stand still, or that there are none yet. Nothing while they are fresh. */
function Age({ read }: { readonly read: Counted['read'] }) {
  const { t } = useTranslation();
  const { offsetMs } = useSystem();
  const { spoken } = useTimeWords();
  if (read.isOld)
    return <span className="screen-age">{t('screen.as_of', { at: spoken(new Date(read.answeredAt + offsetMs).toISOString()) })}</span>;
  if (read.data === undefined && read.error !== null) return <span className="screen-age">{t('screen.none_yet')}</span>;
  return null;
}

interface PanelProps {
  readonly title: string;
  readonly read: Counted['read'];
  readonly className?: string;
  readonly children: ReactNode;
}

/** Figures of one answer; grey with their time while a newer answer cannot be had. */
export function Panel({ title, read, className = '', children }: PanelProps) {
  return (
    <section className={`screen-panel ${className}`} data-old={read.isOld || undefined}>
      <h2>
        {title} <Age read={read} />
      </h2>
      {children}
    </section>
  );
}

/** One large number; a dash until it is known. */
export function BigNumber({ count, isMore }: { readonly count: number | undefined; readonly isMore?: boolean }) {
  const [language] = useLanguage();
  const digits = count === undefined ? '—' : `${shortNumber(count, language)}${isMore === true ? '+' : ''}`;
  return (
    <span className="screen-number" title={count?.toLocaleString()}>
      {digits}
    </span>
  );
}
