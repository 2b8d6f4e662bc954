import { fill } from '#kernel/locale.ts';
import { Link } from '@tanstack/react-router';
import { Alert, Card } from 'antd';
import type { ReactNode } from 'react';
import type { PlanItem } from '#review/schema.ts';
import { useAsk, type Page } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { planStateWords, planWords } from '../words.ts';
import { PlanDeeds } from './plan-deeds.tsx';
import { planStudioWords } from './words.ts';

const tones = { waiting: 'processing', done: 'success', failed: 'error' } as const;

const columns: readonly TableColumn<PlanItem>[] = [
  {
    title: planStudioWords.work,
    isName: true,
    show: ({ workId, workTitle, creatorName }) => (
      <TwoLines
        main={
          <Link to="/works/$id" params={{ id: workId }}>
            {workTitle}
          </Link>
        }
        more={creatorName}
      />
    ),
  },
  { title: planStudioWords.deed, show: ({ deed }) => <Deed deed={deed} /> },
  {
    title: planStudioWords.at,
    show: ({ dueAt }) => <span className="number">{sayInstant(dueAt)}</span>,
  },
  {
    title: planStudioWords.state,
    show: ({ state, failure }) => (
      <TwoLines
        main={<StateTag of={state} words={planStateWords} tones={tones} />}
        more={failure ?? ''}
      />
    ),
  },
  {
    title: planStudioWords.settled,
    show: ({ settledAt }) => <span className="number">{sayInstant(settledAt)}</span>,
  },
];

function Deed({ deed }: Pick<PlanItem, 'deed'>): ReactNode {
  return useWords(planWords)[deed];
}

/** What is planned for works: reviewers see all, creators their own. */
export function PlansScreen(): ReactNode {
  const words = useWords(planStudioWords);
  const { may } = useSession();
  return (
    <Screen title={words.title} lead={words.lead}>
      <DataTable<PlanItem>
        label={words.title}
        path="/plans"
        rowKey={({ id }) => id}
        filters={[
          {
            kind: 'tabs',
            name: 'state',
            label: planStudioWords.state,
            choices: choicesOf(planStateWords),
          },
        ]}
        columns={columns}
        {...(may('plan.make') ? { actions: (plan) => <PlanDeeds plan={plan} /> } : {})}
      />
    </Screen>
  );
}

/** What is planned for a work, and what went wrong last. */
export function useWorkPlans(workId: string): {
  readonly waiting: readonly PlanItem[];
  readonly failed: PlanItem | undefined;
} {
  const { data } = useAsk<Page<PlanItem>>('/plans', { work: workId, limit: 10 });
  const items = data?.items ?? [];
  const last = items[0];
  return {
    waiting: items.filter(({ state }) => state === 'waiting'),
    failed: last?.state === 'failed' ? last : undefined,
  };
}

/** What is planned for a work, on its own page; nothing where nothing is. */
export function WorkPlans({ workId }: { workId: string }): ReactNode {
  const words = useWords(planStudioWords);
  const { waiting, failed } = useWorkPlans(workId);
  if (waiting.length === 0 && !failed) return null;
  return (
    <Card title={<h2>{words.card}</h2>}>
      <div className="stack">
        {failed && (
          <Alert
            type="warning"
            showIcon
            title={fill(failed.deed === 'publish' ? words.failedPublish : words.failedWithdraw, {
              why: failed.failure ?? '',
            })}
          />
        )}
        {waiting.map((plan) => (
          <div key={plan.id} className="stack">
            <p>{fill(words[plan.deed], { at: sayInstant(plan.dueAt) })}</p>
            <div className="row">
              <PlanDeeds plan={plan} />
            </div>
          </div>
        ))}
      </div>
    </Card>
  );
}
