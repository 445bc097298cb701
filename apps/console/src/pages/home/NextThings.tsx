import { Card, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ReadState } from '../../api/hooks';
import { ProblemResult } from '../../parts/Problem';
import { Reasons } from '../../parts/Tags';

interface NextThing {
  readonly key: string;
  readonly href: string;
  readonly name: ReactNode;
  readonly state: ReactNode;
  readonly where: string;
  readonly reasons: readonly string[];
  readonly clock: ReactNode;
}

interface NextThingsProps {
  readonly title: string;
  /** The list these are the first of. */
  readonly all: string;
  readonly read: Pick<ReadState<unknown>, 'isPending' | 'data' | 'error' | 'refetch'>;
  readonly children: readonly NextThing[];
}

/** A short list on the first page: each line leads to the thing itself. */
export function NextThings({ title, all, read, children }: NextThingsProps) {
  const { t } = useTranslation();
  if (read.isPending) return <Skeleton active paragraph={{ rows: 4 }} />;
  if (read.data === undefined) return <ProblemResult error={read.error} onRetry={() => void read.refetch()} />;
  return (
    <Card title={title} extra={<Link href={all}>{t('home.see_all')}</Link>} className="next-things">
      {children.length === 0 ? (
        <p className="quiet">{t('home.nothing')}</p>
      ) : (
        <ul>
          {children.map(({ key, href, name, state, where, reasons, clock }) => (
            <li key={key}>
              <Link href={href} className="next-thing">
                <strong>{name}</strong>
                {state}
                <span className="next-thing-what">
                  {where}{' '}
                  <span className="quiet">
                    <Reasons codes={reasons} />
                  </span>
                </span>
                <span className="next-thing-clock">{clock}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
