import { GateMark, LanguageSwitch } from '@tongxing/ui';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

export interface PageProps {
  readonly title: string;
  /** Where the back arrow leads; none on the first page of a task. */
  readonly back?: string | (() => void);
  /** The whole height is one column; the action stays at the foot within thumb reach. */
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

function Back({ to }: { readonly to: string | (() => void) }) {
  const { t } = useTranslation();
  const arrow = (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M15 4 L7 12 L15 20" />
    </svg>
  );
  if (typeof to === 'string') {
    return (
      <Link className="back" href={to} aria-label={t('back')}>
        {arrow}
      </Link>
    );
  }
  return (
    <button type="button" className="back" onClick={to} aria-label={t('back')}>
      {arrow}
    </button>
  );
}

/** One column with a title that takes the focus when the page opens. */
export function Page({ title, back, foot, children }: PageProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t('words:product')}`;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [title, t]);
  return (
    <div className="page">
      <header className="bar">
        {back === undefined ? (
          <Link className="home-mark" href="/m/" aria-label={`${t('words:product')} · ${t('toHome')}`}>
            <GateMark />
            <span>{t('words:product')}</span>
          </Link>
        ) : (
          <Back to={back} />
        )}
        <LanguageSwitch />
      </header>
      <main>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
        {foot !== undefined && <div className="foot">{foot}</div>}
      </main>
    </div>
  );
}
