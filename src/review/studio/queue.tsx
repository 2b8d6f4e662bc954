import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { SubmissionItem } from '#review/schema.ts';
import { ButtonLink } from '#studio/button-link.tsx';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { sectionWords } from '#studio/words.ts';
import { submissionWords } from '../words.ts';
import { planStudioWords, reviewWords } from './words.ts';

export const submissionTones = {
  open: 'processing',
  approved: 'success',
  returned: 'warning',
} as const;

const columns: readonly TableColumn<SubmissionItem>[] = [
  {
    title: reviewWords.work,
    isName: true,
    show: ({ id, workTitle, creatorName }) => (
      <TwoLines
        main={
          <Link to="/reviews/$id" params={{ id }}>
            {workTitle}
          </Link>
        }
        more={creatorName}
      />
    ),
  },
  {
    title: reviewWords.state,
    show: ({ state }) => <StateTag of={state} words={submissionWords} tones={submissionTones} />,
  },
  { title: reviewWords.note, show: ({ note }) => note || '—' },
  {
    title: reviewWords.submitted,
    show: ({ submittedAt }) => <span className="number">{sayInstant(submittedAt)}</span>,
  },
  {
    title: reviewWords.decided,
    show: ({ decidedAt }) => <span className="number">{sayInstant(decidedAt)}</span>,
  },
  { title: reviewWords.reasons, show: ({ reasons }) => reasons || '—' },
];

/** What was handed in: reviewers see all, creators their own. */
export function QueueScreen(): ReactNode {
  const { reviews } = useWords(sectionWords);
  const { title } = useWords(planStudioWords);
  return (
    <Screen title={reviews} actions={<ButtonLink to="/plans">{title}</ButtonLink>}>
      <DataTable<SubmissionItem>
        label={reviews}
        path="/submissions"
        rowKey={({ id }) => id}
        filters={[
          {
            kind: 'tabs',
            name: 'state',
            label: reviewWords.state,
            choices: choicesOf(submissionWords),
          },
        ]}
        columns={columns}
      />
    </Screen>
  );
}
