import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { Button } from './button.tsx';
import type { Option } from './field.tsx';
import { uiWords } from './words.ts';

interface AutoSelectProps {
  readonly locale: Locale;
  readonly action: string;
  readonly name: string;
  readonly label: string;
  readonly options: readonly Option[];
  readonly value?: string | undefined;
  /** The rest of the query, which the choice keeps. */
  readonly hidden?: Readonly<Record<string, string>> | undefined;
}

/** A select that goes to its page when chosen; without script, and by keyboard, a button goes there. */
export function AutoSelect(props: AutoSelectProps): ReactNode {
  const { locale, action, name, label, options, value, hidden = {} } = props;
  return (
    <auto-submit>
      <form className="inline-select" action={action}>
        {Object.entries(hidden).map(([key, text]) => (
          <input key={key} type="hidden" name={key} value={text} />
        ))}
        <label htmlFor={name}>{label}</label>
        <select className="input" id={name} name={name} defaultValue={value}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Button size="small">{uiWords(locale).apply}</Button>
      </form>
    </auto-submit>
  );
}
