import { useNavigate, useSearch } from '@tanstack/react-router';
import { Input, Segmented, Select, Tag } from 'antd';
import type { ReactNode } from 'react';
import type { Words } from '#kernel/locale.ts';
import { usePreferences, useWords } from './preferences.tsx';
import { commonWords } from './words.ts';

interface Choice {
  readonly value: string;
  readonly label: Words;
}

/** A condition of a list: its name is the query's, in the API as in the address. */
export type Filter =
  | {
      readonly kind: 'tabs' | 'choice';
      readonly name: string;
      readonly label: Words;
      readonly choices: readonly Choice[];
    }
  | { readonly kind: 'text' | 'day'; readonly name: string; readonly label: Words }
  /** Set by pressing something in the list; here it is only taken away. */
  | { readonly kind: 'mark'; readonly name: string; readonly label: Words };

export type Chosen = Readonly<Record<string, string>>;

/** The choices of a record of words, in its order. */
export function choicesOf(words: Readonly<Record<string, Words>>): readonly Choice[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

/** What of `filters` stands in the address. */
export function useFilters(filters: readonly Filter[]): {
  chosen: Chosen;
  choose: (name: string, value: string | undefined) => void;
} {
  const search: Readonly<Record<string, string | undefined>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const chosen: Record<string, string> = {};
  for (const { name } of filters) {
    const value = search[name];
    if (value) chosen[name] = value;
  }
  return {
    chosen,
    choose: (name, value) => {
      const next: Record<string, unknown> = { ...search, [name]: value || undefined };
      void navigate({ to: '.', search: next, replace: true });
    },
  };
}

interface FiltersProps {
  readonly filters: readonly Filter[];
  readonly chosen: Chosen;
  readonly onChoose: (name: string, value: string | undefined) => void;
}

/** The controls of a list's conditions. */
export function Filters({ filters, chosen, onChoose }: FiltersProps): ReactNode {
  return filters.map((filter) => (
    <OneFilter
      key={filter.name}
      filter={filter}
      value={chosen[filter.name] ?? ''}
      onChoose={(value) => onChoose(filter.name, value)}
    />
  ));
}

interface OneProps<Kind> {
  readonly filter: Kind;
  readonly value: string;
  readonly onChoose: (value: string | undefined) => void;
}

function OneFilter({ filter, value, onChoose }: OneProps<Filter>): ReactNode {
  const { locale } = usePreferences();
  const label = filter.label[locale];
  if ('choices' in filter) return <Choices filter={filter} value={value} onChoose={onChoose} />;
  if (filter.kind === 'mark') {
    if (!value) return null;
    return (
      <Tag closable onClose={() => onChoose(undefined)}>
        {label}
      </Tag>
    );
  }
  if (filter.kind === 'text') {
    return (
      <Input.Search
        className="filter-text"
        allowClear
        aria-label={label}
        placeholder={label}
        defaultValue={value}
        onSearch={(text) => onChoose(text.trim())}
      />
    );
  }
  return (
    <label className="filter-choice">
      <span>{label}</span>
      <Input type="date" value={value} onChange={(event) => onChoose(event.target.value)} />
    </label>
  );
}

function Choices({
  filter: { kind, label, choices },
  value,
  onChoose,
}: OneProps<Extract<Filter, { choices: unknown }>>): ReactNode {
  const { locale } = usePreferences();
  const words = useWords(commonWords);
  const options = [
    { value: '', label: words.all },
    ...choices.map((choice) => ({ value: choice.value, label: choice.label[locale] })),
  ];
  const props = { 'aria-label': label[locale], options, value, onChange: onChoose };
  if (kind === 'tabs') {
    return (
      <div className="filter-tabs">
        <Segmented {...props} />
      </div>
    );
  }
  return (
    <label className="filter-choice">
      <span>{label[locale]}</span>
      <Select {...props} popupMatchSelectWidth={false} />
    </label>
  );
}
