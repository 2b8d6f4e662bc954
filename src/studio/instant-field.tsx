import { Input } from 'antd';
import type { ReactNode } from 'react';
import { instantText, readInstant } from './format.ts';
import { useWords } from './preferences.tsx';
import { commonWords } from './words.ts';

/** A field for an instant, which is read and written in Beijing time. */
export function InstantField({
  label,
  value,
  onChange,
  from,
}: {
  label: string;
  value: string | undefined;
  onChange: (at: string | undefined) => void;
  /** The first instant that may be chosen. */
  from?: string;
}): ReactNode {
  const { beijing } = useWords(commonWords);
  return (
    <Input
      type="datetime-local"
      className="instant-field"
      aria-label={`${label} (${beijing})`}
      suffix={<span className="quiet">{beijing}</span>}
      defaultValue={instantText(value)}
      {...(from ? { min: instantText(from) } : {})}
      onChange={(event) => onChange(readInstant(event.target.value))}
    />
  );
}
