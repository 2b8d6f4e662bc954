import { Tag } from 'antd';
import type { ReactNode } from 'react';
import type { Words } from '#kernel/locale.ts';
import { usePreferences } from './preferences.tsx';

export type Tone = 'default' | 'processing' | 'success' | 'warning' | 'error';

/** A state in words, with a tone for those who see colours. */
export function StateTag<State extends string>({
  of: state,
  words,
  tones,
}: {
  of: State;
  words: Readonly<Record<State, Words>>;
  tones: Readonly<Partial<Record<State, Tone>>>;
}): ReactNode {
  const { locale } = usePreferences();
  return <Tag color={tones[state] ?? 'default'}>{words[state][locale]}</Tag>;
}

/** Two lines of a cell: what it is, and a little more. */
export function TwoLines({ main, more }: { main: ReactNode; more: ReactNode }): ReactNode {
  return (
    <span className="cell-two">
      <span>{main}</span>
      <small>{more}</small>
    </span>
  );
}
