import { Select } from 'antd';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { useAsk, type Page } from './api.ts';

interface Props<Item> {
  readonly path: string;
  readonly nameOf: (item: Item) => string;
  readonly id?: string;
  readonly value?: string[];
  readonly onChange?: (value: string[]) => void;
}

/** A field that finds several things of a list of the API by what is typed; those that were chosen keep their names. */
export function FindSeveral<Item extends { readonly id: string }>(props: Props<Item>): ReactNode {
  const { path, nameOf, id, value = [], onChange } = props;
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<{ value: string; label: string }[]>([]);
  const text = useDeferredValue(typed.trim());
  const found = useAsk<Page<Item>>(path, { text: text || undefined, limit: 20 });
  const options = (found.data?.items ?? []).map((item) => ({
    value: item.id,
    label: nameOf(item),
  }));
  const all = [...new Map([...chosen, ...options].map((one) => [one.value, one])).values()];
  return (
    <Select
      {...(id ? { id } : {})}
      mode="multiple"
      className="fills"
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      options={all}
      value={value}
      onChange={(next: string[]) => {
        setChosen(all.filter((one) => next.includes(one.value)));
        onChange?.(next);
      }}
    />
  );
}
