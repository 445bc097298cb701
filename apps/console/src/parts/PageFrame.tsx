import { Breadcrumb } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

export interface Crumb {
  readonly title: string;
  readonly href?: string;
}

interface PageFrameProps {
  readonly title: string;
  /** One sentence on what the page is for. */
  readonly intro?: ReactNode;
  /** Pages above this one, nearest last; home is put before them. */
  readonly above?: readonly Crumb[];
  /** The page everything else stands below: it has no breadcrumb. */
  readonly isTop?: boolean;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Title, breadcrumb and actions, the same on every page. */
export function PageFrame({ title, intro, above = [], isTop, actions, children }: PageFrameProps) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t('words:product')}`;
  }, [title, t]);
  const crumbs: Crumb[] = [{ title: t('menu.home'), href: '/' }, ...above, { title }];
  return (
    <main className="page" id="main">
      {!isTop && (
        <Breadcrumb items={crumbs.map((crumb) => ({ title: crumb.href ? <Link href={crumb.href}>{crumb.title}</Link> : crumb.title }))} />
      )}
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {intro && <p className="quiet">{intro}</p>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </main>
  );
}
