import { Select, Tag } from 'antd';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { useAsk, type Page, type Query } from '#studio/api.ts';
/** A thing by its name. */
export interface NamedThing {
  readonly id: string;
  readonly name: string;
}

interface Props<Item> {
  readonly id?: string;
  readonly path: string;
  readonly always?: Query;
  readonly placeholder: string;
  readonly nameOf: (item: Item) => string;
  readonly value?: readonly NamedThing[];
  readonly onChange?: (value: readonly NamedThing[]) => void;
}

/** A field that gathers things of a list of the API: what is found by typing is added, what is there can be taken out. */
export function NamedThings<Item extends { readonly id: string }>(props: Props<Item>): ReactNode {
  const { id, path, always, placeholder, nameOf, value = [], onChange } = props;
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed.trim());
  const found = useAsk<Page<Item>>(path, { ...always, text: text || undefined, limit: 20 });
  const known = new Set(value.map((thing) => thing.id));
  const options = (found.data?.items ?? [])
    .filter((item) => !known.has(item.id))
    .map((item) => ({ value: item.id, label: nameOf(item) }));
  const add = (chosen: string) => {
    const name = options.find((option) => option.value === chosen)?.label ?? chosen;
    setTyped('');
    onChange?.([...value, { id: chosen, name }]);
  };
  return (
    <>
      <Select
        {...(id ? { id } : {})}
        className="fills"
        value={null}
        showSearch={{ filterOption: false, onSearch: setTyped }}
        loading={found.isFetching}
        options={options}
        placeholder={placeholder}
        onChange={(chosen: string | null) => chosen && add(chosen)}
      />
      {value.length > 0 && (
        <div className="row">
          {value.map((thing) => (
            <Tag
              key={thing.id}
              closable
              onClose={() => onChange?.(value.filter((other) => other.id !== thing.id))}
            >
              {thing.name}
            </Tag>
          ))}
        </div>
      )}
    </>
  );
}
