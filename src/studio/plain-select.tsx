import { Select } from 'antd';
import type { ReactNode } from 'react';

/** A field that offers a few things by their names, found by typing. */
export function PlainSelect({
  id,
  options,
  value,
  onChange,
}: {
  id?: string;
  options: readonly { readonly value: string; readonly label: string }[];
  value?: string | null;
  onChange?: (value: string | undefined) => void;
}): ReactNode {
  return (
    <Select
      {...(id ? { id } : {})}
      className="fills"
      showSearch={{ optionFilterProp: 'label' }}
      options={[...options]}
      {...(value ? { value } : {})}
      onChange={(next: string | undefined) => onChange?.(next)}
    />
  );
}
