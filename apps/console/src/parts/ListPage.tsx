import { Button, Card, Empty, Space, Table } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListState } from '../api/hooks';
import { type Column, ColumnSettings, useHiddenColumns } from './columns';
import { type Crumb, PageFrame } from './PageFrame';
import { ProblemResult, PutOffLine } from './Problem';
import { ScrollRegion } from './ScrollRegion';

interface ListTableProps<T extends object> {
  /** Names the remembered column settings. */
  readonly name: string;
  readonly title: string;
  readonly list: ListState<T>;
  readonly columns: readonly Column<T>[];
  readonly rowKey: (row: T) => string;
  /** What an empty list means and what to do about it. */
  readonly empty: ReactNode;
  readonly rowClassName?: (row: T) => string;
  /** Search form above the table. */
  readonly filters?: ReactNode;
}

function ListFoot<T extends object>({ list }: { readonly list: ListState<T> }) {
  const { t } = useTranslation();
  if (list.rows.length === 0) return null;
  return (
    <div className="list-foot">
      <span className="quiet">{t(list.hasMore ? 'list.some' : 'list.all', { count: list.rows.length })}</span>
      {list.hasMore && (
        <Button onClick={list.more} loading={list.isLoadingMore}>
          {t('list.more')}
        </Button>
      )}
    </div>
  );
}

/** Search form, table and "load more": the body of every list page. */
export function ListTable<T extends object>({ name, title, list, columns, rowKey, empty, rowClassName, filters }: ListTableProps<T>) {
  const { t } = useTranslation();
  const [hidden, setHidden] = useHiddenColumns(name, columns);
  const shown = columns.filter((column) => !hidden.includes(column.key));
  const refused = list.error !== null && list.rows.length === 0;
  return (
    <Card className="list-card">
      <div className="list-tools">
        <div className="list-filters">{filters}</div>
        <Space>
          <Button type="text" onClick={list.again} loading={list.isRefreshing}>
            {t('list.refresh')}
          </Button>
          <ColumnSettings columns={columns} hidden={hidden} onChange={setHidden} />
        </Space>
      </div>
      {!refused && <PutOffLine error={list.error} />}
      {refused ? (
        <ProblemResult error={list.error} onRetry={list.again} />
      ) : (
        <ScrollRegion label={title}>
          <Table<T>
            size="middle"
            rowKey={rowKey}
            dataSource={[...list.rows]}
            columns={shown.map(({ render, hidden: _hidden, ...column }) => ({ ...column, render: (_: unknown, row: T) => render(row) }))}
            loading={list.isLoading}
            pagination={false}
            rowClassName={rowClassName ?? ''}
            locale={{
              emptyText: list.isLoading ? (
                <div className="list-waiting" />
              ) : (
                <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} />
              ),
            }}
          />
        </ScrollRegion>
      )}
      <ListFoot list={list} />
    </Card>
  );
}

interface ListPageProps<T extends object> extends ListTableProps<T> {
  readonly intro?: ReactNode;
  readonly above?: readonly Crumb[];
  readonly actions?: ReactNode;
  /** Drawers and modals of the page. */
  readonly children?: ReactNode;
}

/** A whole list page; every list of the console is one of these. */
export function ListPage<T extends object>({ title, intro, above, actions, children, ...table }: ListPageProps<T>) {
  return (
    <PageFrame title={title} intro={intro} actions={actions} above={above ?? []}>
      <ListTable title={title} {...table} />
      {children}
    </PageFrame>
  );
}
