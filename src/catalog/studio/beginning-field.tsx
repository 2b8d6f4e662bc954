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
  onChange,
}: {
  kind: LessonKind;
  value: number | null;
  onChange: (first: number | null) => void;
}): ReactNode {
  const words = useWords(beginningFieldWords);
  if (!hasBeginning(kind)) return <p className="quiet">{words.none}</p>;
  const [label, unit] =
    kind === 'video' ? [words.ofVideo, words.seconds] : [words.ofText, words.characters];
  return (
    <Form.Item label={label} extra={words[kind === 'video' ? 'videoHelp' : 'textHelp']}>
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
