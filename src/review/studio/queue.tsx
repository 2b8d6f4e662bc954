import { fill } from '#kernel/locale.ts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { SubmissionItem } from '#review/schema.ts';
import { ButtonLink } from '#studio/button-link.tsx';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { choicesOf, type Filter } from '#studio/filters.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { sectionWords } from '#studio/words.ts';
import { stageWords, submissionWords } from '../words.ts';
import { BulkBar, ChoiceBox, useChoice, type Choice } from './bulk.tsx';
import { submissionTones, TimeLeft } from './standing.tsx';
import { appealWords, planStudioWords, reviewWords, ruleWords, stageStudioWords } from './words.ts';

function nameColumn(choice: Choice | undefined): TableColumn<SubmissionItem> {
  return {
    title: reviewWords.work,
    isName: true,
    show: (item) => (
      <span className="chosen-name">
        {choice && <ChoiceBox item={item} choice={choice} />}
        <TwoLines
          main={
            <Link to="/reviews/$id" params={{ id: item.id }}>
              {item.workTitle}
            </Link>
          }
          more={item.creatorName}
        />
      </span>
    ),
  };
}

const columns: readonly TableColumn<SubmissionItem>[] = [
  {
    title: reviewWords.state,
    show: ({ state, stage }) => (
      <span className="row">
        <StateTag of={state} words={submissionWords} tones={submissionTones} />
        <StateTag of={stage} words={stageWords} tones={{}} />
      </span>
    ),
  },
  { title: stageStudioWords.due, show: (item) => <Due item={item} /> },
  { title: stageStudioWords.whose, show: (item) => <Taker item={item} /> },
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

function Due({ item }: { item: SubmissionItem }): ReactNode {
  const words = useWords(stageStudioWords);
  if (item.state !== 'open') return '—';
  return (
    <TwoLines
      main={
        <>
          <span className="number">{sayInstant(item.dueAt)}</span> <TimeLeft of={item} />
        </>
      }
      more={fill(words.waiting, { n: item.hoursWaiting })}
    />
  );
}

function Taker({ item }: { item: SubmissionItem }): ReactNode {
  const words = useWords(stageStudioWords);
  if (item.state !== 'open') return '—';
  if (item.isMine) return words.mine;
  return item.assigneeName ?? (item.isTaken ? '—' : words.nobody);
}

const stateFilter: Filter = {
  kind: 'tabs',
  name: 'state',
  label: reviewWords.state,
  choices: choicesOf(submissionWords),
};
const staffFilters: readonly Filter[] = [
  stateFilter,
  {
    kind: 'choice',
    name: 'stage',
    label: stageStudioWords.stage,
    choices: choicesOf(stageWords),
  },
  {
    kind: 'choice',
    name: 'whose',
    label: stageStudioWords.whose,
    choices: [
      { value: 'mine', label: stageStudioWords.mine },
      { value: 'free', label: stageStudioWords.free },
    ],
  },
  {
    kind: 'choice',
    name: 'late',
    label: stageStudioWords.lateChoice,
    choices: [{ value: 'yes', label: stageStudioWords.onlyLate }],
  },
];

/** What was handed in: reviewers see all, the most urgent first; creators their own. */
export function QueueScreen(): ReactNode {
  const { reviews, claims } = useWords(sectionWords);
  const { title } = useWords(planStudioWords);
  const rules = useWords(ruleWords);
  const appeals = useWords(appealWords);
  const { may } = useSession();
  const choice = useChoice();
  const isStaff = may('submission.read', 'any');
  return (
    <Screen
      title={reviews}
      actions={
        <>
          {may('review-rule.read') && <ButtonLink to="/review-rules">{rules.title}</ButtonLink>}
          <ButtonLink to="/appeals">{appeals.title}</ButtonLink>
          <ButtonLink to="/claims">{claims}</ButtonLink>
          <ButtonLink to="/plans">{title}</ButtonLink>
        </>
      }
    >
      {isStaff && <BulkBar choice={choice} />}
      <DataTable<SubmissionItem>
        label={reviews}
        path="/submissions"
        rowKey={({ id }) => id}
        filters={isStaff ? staffFilters : [stateFilter]}
        columns={
          isStaff
            ? [nameColumn(choice), ...columns]
            : [nameColumn(undefined), ...columns.filter(isForCreators)]
        }
      />
    </Screen>
  );
}

const isForCreators = ({ title }: TableColumn<SubmissionItem>) => title !== stageStudioWords.whose;
