import { fill } from '#kernel/locale.ts';
import { Form, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '#studio/preferences.tsx';
import { hasBeginning } from '../rules/kinds.ts';
import type { LessonKind } from '../types.ts';
import { beginningFieldWords } from './words.ts';

const most = 100_000;

/** How much of a lesson everybody may try: characters of a text, seconds of a video. */
export function BeginningField({
  kind,
  value,
  length,
  onChange,
}: {
  kind: LessonKind;
  value: number | null;
  /** How many characters or seconds there are in all; 0 while nobody knows. */
  length: number;
  onChange: (first: number | null) => void;
}): ReactNode {
  const words = useWords(beginningFieldWords);
  if (!hasBeginning(kind)) return <p className="quiet">{words.none}</p>;
  const [label, unit] =
    kind === 'video' ? [words.ofVideo, words.seconds] : [words.ofText, words.characters];
  const isWhole = value !== null && length > 0 && value >= length;
  return (
    <Form.Item
      label={label}
      validateStatus={isWhole ? 'warning' : ''}
      help={isWhole ? fill(words.isWhole, { n: length }) : undefined}
      extra={words[kind === 'video' ? 'videoHelp' : 'textHelp']}
    >
      <InputNumber
        aria-label={label}
        min={1}
        max={most}
        precision={0}
        suffix={unit}
        value={value}
        onChange={onChange}
      />
    </Form.Item>
  );
}
