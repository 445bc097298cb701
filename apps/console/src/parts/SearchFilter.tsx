import { Input } from 'antd';

interface SearchFilterProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onSearch: (value: string) => void;
}

/** The words of a search form; empty means all. */
export function SearchFilter({ label, value = '', onSearch }: SearchFilterProps) {
  return (
    <Input.Search
      // Another address holds other words.
      key={value}
      className="filter-search"
      aria-label={label}
      placeholder={label}
      defaultValue={value}
      allowClear
      maxLength={50}
      onSearch={(words) => onSearch(words.trim())}
    />
  );
}
