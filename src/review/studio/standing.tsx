import { fill } from '#kernel/locale.ts';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import type { SubmissionItem } from '#review/schema.ts';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { StateTag } from '#studio/state-tag.tsx';
import { commonWords } from '#studio/words.ts';
import { stageWords } from '../words.ts';
import { stageStudioWords } from './words.ts';

export const submissionTones = {
  open: 'processing',
  approved: 'success',
  returned: 'warning',
} as const;

type Clock = Pick<SubmissionItem, 'dueAt' | 'hoursLeft' | 'isLate'>;

/** Where an open submission stands: its stage, and how much time is left. */
export function Standing({
  submission,
}: {
  submission: Clock & Pick<SubmissionItem, 'stage'>;
}): ReactNode {
  return (
    <>
      <StateTag of={submission.stage} words={stageWords} tones={{ deep: 'processing' }} />
      <TimeLeft of={submission} />
    </>
  );
}

/** Hours until something is due, or since it was. */
export function TimeLeft({ of: { dueAt, hoursLeft, isLate } }: { of: Clock }): ReactNode {
  const words = useWords(stageStudioWords);
  const { beijing } = useWords(commonWords);
  const isSoon = !isLate && hoursLeft < 4;
  return (
    <Tag
      color={isLate ? 'error' : isSoon ? 'warning' : 'default'}
      title={`${sayInstant(dueAt)} ${beijing}`}
    >
      {fill(isLate ? words.late : words.left, { n: hoursLeft })}
    </Tag>
  );
}
