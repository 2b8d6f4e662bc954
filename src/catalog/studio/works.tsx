import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { WorkItem } from '#catalog/schema.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant, sayMoney } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Picture } from '#studio/picture.tsx';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { sectionWords } from '#studio/words.ts';
import { kindWords, workStateWords } from '../words.ts';
import { workWords } from './words.ts';

const tones = {
  published: 'success',
  submitted: 'processing',
  withdrawn: 'warning',
  taken_down: 'error',
} as const;
const { deleted: _deleted, ...listedStates } = workStateWords;

/** The state of a work, and that its draft is in review. */
export function WorkState({ work }: { work: Pick<WorkItem, 'state' | 'isSubmitted'> }): ReactNode {
  return (
    <span className="row">
      <StateTag of={work.state} words={workStateWords} tones={tones} />
      {work.isSubmitted && <StateTag of="submitted" words={workStateWords} tones={tones} />}
    </span>
  );
}

function Price({ price }: { price: number | null }): ReactNode {
  const { locale } = usePreferences();
  if (price === null) return <span className="quiet">{workWords.unpriced[locale]}</span>;
  return price === 0 ? workWords.free[locale] : sayMoney(price);
}

function Kind({ kind }: Pick<WorkItem, 'kind'>): ReactNode {
  return useWords(kindWords)[kind];
}

const columns: readonly TableColumn<WorkItem>[] = [
  {
    title: workWords.work,
    isName: true,
    show: ({ id, title, coverId, creatorName }) => (
      <span className="cell-cover">
        <Picture assetId={coverId} isSmall />
        <TwoLines
          main={
            <Link to="/works/$id" params={{ id }}>
              {title}
            </Link>
          }
          more={creatorName}
        />
      </span>
    ),
  },
  { title: workWords.kind, show: ({ kind }) => <Kind kind={kind} /> },
  { title: workWords.state, show: (work) => <WorkState work={work} /> },
  { title: workWords.price, align: 'end', show: ({ price }) => <Price price={price} /> },
  { title: workWords.lessons, align: 'end', show: ({ lessonCount }) => lessonCount },
  { title: workWords.learners, align: 'end', show: ({ learnerCount }) => learnerCount },
  {
    title: workWords.updated,
    show: ({ updatedAt }) => <span className="number">{sayInstant(updatedAt)}</span>,
  },
];

/** Works by state: a creator's own, or all. */
export function WorksTable(): ReactNode {
  const { works } = useWords(sectionWords);
  return (
    <DataTable<WorkItem>
      label={works}
      path="/works"
      rowKey={({ id }) => id}
      filters={[
        { kind: 'tabs', name: 'state', label: workWords.state, choices: choicesOf(listedStates) },
        { kind: 'choice', name: 'kind', label: workWords.kind, choices: choicesOf(kindWords) },
        { kind: 'text', name: 'text', label: workWords.find },
      ]}
      columns={columns}
    />
  );
}
