import { Select } from 'antd';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { useAsk, type Page, type Query } from './api.ts';

/** A field that finds one thing of a list of the API by what is typed. */
export function FindSelect<Item>({
  id,
  path,
  by,
  always,
  nameOf,
  idOf,
  value,
  onChange,
  placeholder,
  label,
}: {
  id?: string;
  path: string;
  /** The query under which the text is looked for. */
  by: string;
  always?: Query;
  nameOf: (item: Item) => string;
  idOf: (item: Item) => string;
  value?: string | null;
  onChange?: (value: string | undefined) => void;
  placeholder?: string;
  label?: string;
}): ReactNode {
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed.trim());
  const found = useAsk<Page<Item>>(path, { ...always, [by]: text || undefined, limit: 20 });
  return (
    <Select
      {...(id ? { id } : {})}
      {...(label ? { 'aria-label': label } : {})}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      options={(found.data?.items ?? []).map((item) => ({
        value: idOf(item),
        label: nameOf(item),
      }))}
      {...(value ? { value } : {})}
      onChange={(next: string | undefined) => onChange?.(next)}
      {...(placeholder ? { placeholder } : {})}
      className="fills"
    />
  );
}
