import { SettingOutlined } from '@ant-design/icons';
import { Button, Card, Checkbox, Empty, Popover, Space, Table, type TableColumnType } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListState } from '../api/hooks';
import { type Crumb, PageFrame } from './PageFrame';
import { ProblemResult } from './Problem';

/** A column that can be hidden needs a plain name for the settings. */
export interface Column<T> extends Pick<TableColumnType<T>, 'width' | 'align' | 'className'> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: T) => ReactNode;
}

interface ListTableProps<T extends object> {
  /** Names the remembered column settings. */
  readonly name: string;
  readonly list: ListState<T>;
  readonly columns: readonly Column<T>[];
  readonly rowKey: (row: T) => string;
  /** What an empty list means and what to do about it. */
  readonly empty: ReactNode;
  readonly rowClassName?: (row: T) => string;
  /** Search form above the table. */
  readonly filters?: ReactNode;
}

function storageKey(name: string): string {
  return `tongxing.console.columns.${name}`;
}

function storedHidden(name: string): readonly string[] {
  try {
    return JSON.parse(localStorage.getItem(storageKey(name)) ?? '[]') as string[];
  } catch {
    return [];
  }
}

/** The hidden columns of one table, remembered in this browser. */
function useHiddenColumns(name: string): readonly [readonly string[], (hidden: readonly string[]) => void] {
  const [hidden, setHidden] = useState(() => storedHidden(name));
  const change = (next: readonly string[]) => {
    setHidden(next);
    try {
      localStorage.setItem(storageKey(name), JSON.stringify(next));
    } catch {
      // Storage refused: the choice lasts for this page only.
    }
  };
  return [hidden, change];
}

interface ColumnSettingsProps {
  readonly columns: readonly { readonly key: string; readonly title: string }[];
  readonly hidden: readonly string[];
  readonly onChange: (hidden: readonly string[]) => void;
}

function ColumnSettings({ columns, hidden, onChange }: ColumnSettingsProps) {
  const { t } = useTranslation();
  // The first column names the row and opens it, so it stays; one without a title holds actions.
  const optional = columns.slice(1).filter((column) => column.title !== '');
  const shown = optional.filter((column) => !hidden.includes(column.key)).map((column) => column.key);
  const content = (
    <Checkbox.Group
      className="column-choices"
      value={shown}
      options={optional.map((column) => ({ value: column.key, label: column.title }))}
      onChange={(next) => onChange(optional.map((column) => column.key).filter((key) => !next.includes(key)))}
    />
  );
  return (
    <Popover trigger="click" placement="bottomRight" title={t('list.columns')} content={content}>
      <Button type="text" icon={<SettingOutlined />} aria-label={t('list.columns')} title={t('list.columns')} />
    </Popover>
  );
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
export function ListTable<T extends object>({ name, list, columns, rowKey, empty, rowClassName, filters }: ListTableProps<T>) {
  const { t } = useTranslation();
  const [hidden, setHidden] = useHiddenColumns(name);
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
      {refused ? (
        <ProblemResult error={list.error} onRetry={list.again} />
      ) : (
        <Table<T>
          size="middle"
          rowKey={rowKey}
          dataSource={[...list.rows]}
          columns={shown.map(({ render, ...column }) => ({ ...column, render: (_: unknown, row: T) => render(row) }))}
          loading={list.isLoading}
          pagination={false}
          rowClassName={rowClassName ?? ''}
          scroll={{ x: 'max-content' }}
          locale={{
            emptyText: list.isLoading ? (
              <div className="list-waiting" />
            ) : (
              <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} />
            ),
          }}
        />
      )}
      <ListFoot list={list} />
    </Card>
  );
}

interface ListPageProps<T extends object> extends ListTableProps<T> {
  readonly title: string;
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
      <ListTable {...table} />
      {children}
    </PageFrame>
  );
}
