import { Form, Select } from 'antd';
import type { ReactNode } from 'react';
import type { WorkDetail } from '#catalog/schema.ts';
import { useWords } from '#studio/preferences.tsx';
import { isLearnedInRow } from '../rules/kinds.ts';
import { needsFieldWords } from './words.ts';

const mostNeeds = 50;

/** The lessons of the same work that learners do before a lesson. */
export function NeedsField({
  work,
  lessonId,
  value,
  onChange,
}: {
  work: WorkDetail;
  lessonId: string;
  value: readonly string[];
  onChange: (needs: string[]) => void;
}): ReactNode {
  const words = useWords(needsFieldWords);
  const others = work.chapters
    .flatMap(({ lessons }) => lessons)
    .filter(({ id }) => id !== lessonId);
  const known = new Set(others.map(({ id }) => id));
  if (!isLearnedInRow(work.kind) || others.length === 0) return null;
  if (work.isInOrder) return <p className="quiet">{words.inOrder}</p>;
  return (
    <Form.Item label={words.needs} extra={words.needsHelp}>
      <Select
        mode="multiple"
        aria-label={words.needs}
        maxCount={mostNeeds}
        optionFilterProp="label"
        value={value.filter((id) => known.has(id))}
        options={others.map(({ id, title }) => ({ value: id, label: title }))}
        onChange={onChange}
      />
    </Form.Item>
  );
}
