import { SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Grid, Popover, type TableColumnType } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A column that can be hidden needs a plain name for the settings. */
export interface Column<T> extends Pick<TableColumnType<T>, 'width' | 'align' | 'className'> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: T) => ReactNode;
  /** Hidden until somebody chooses it: always, or on screens as narrow as a phone. */
  readonly hidden?: 'always' | 'narrow';
}

function storageKey(name: string, isNarrow: boolean): string {
  return `tongxing.console.columns.${name}${isNarrow ? '.narrow' : ''}`;
}

/** What was chosen in this browser; undefined when nothing was. */
function storedHidden(key: string): readonly string[] | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

function usuallyHidden<T>(columns: readonly Column<T>[], isNarrow: boolean): readonly string[] {
  return columns.filter(({ hidden }) => hidden === 'always' || (isNarrow && hidden === 'narrow')).map((column) => column.key);
}

/** The hidden columns of one table, remembered in this browser, for narrow screens apart. */
export function useHiddenColumns<T>(
  name: string,
  columns: readonly Column<T>[],
): readonly [readonly string[], (hidden: readonly string[]) => void] {
  const isNarrow = !(Grid.useBreakpoint().md ?? true);
  const key = storageKey(name, isNarrow);
  const [chosen, setChosen] = useState<Readonly<Record<string, readonly string[]>>>({});
  const change = (next: readonly string[]) => {
    setChosen({ ...chosen, [key]: next });
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // Storage refused: the choice lasts for this page only.
    }
  };
  return [chosen[key] ?? storedHidden(key) ?? usuallyHidden(columns, isNarrow), change];
}

interface ColumnSettingsProps {
  readonly columns: readonly { readonly key: string; readonly title: string }[];
  readonly hidden: readonly string[];
  readonly onChange: (hidden: readonly string[]) => void;
}

/** Which columns a table shows. */
export function ColumnSettings({ columns, hidden, onChange }: ColumnSettingsProps) {
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
