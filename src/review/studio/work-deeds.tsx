import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { fill, localePath } from '#kernel/locale.ts';
import { WorkMenu } from '#authoring/studio/work-menu.tsx';
import type { WorkDetail } from '#catalog/schema.ts';
import { workWords } from '#catalog/studio/words.ts';
import { ButtonLink } from '#studio/button-link.tsx';
import { ask } from '#studio/api.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { useSession } from '#studio/session.ts';
import { WithdrawalDialog } from './plan-deeds.tsx';
import { useWorkPlans } from './plans.tsx';
import { TakeDownDialog } from './taken-down.tsx';
import { appealWords, planStudioWords } from './words.ts';

/** What can be done with a work as a whole. */
export function WorkDeeds({ work }: { work: WorkDetail }): ReactNode {
  const words = useWords(workWords);
  const { locale } = usePreferences();
  const confirm = useConfirm();
  const navigate = useNavigate();
  const withdraw = useDeed(() => ask('PUT', `/works/${work.id}/withdrawal`), {
    done: words.withdrawn,
    refreshes: ['/works'],
  });
  const remove = useDeed(() => ask('DELETE', `/works/${work.id}`), {
    done: words.removed,
    next: () => void navigate({ to: '/works' }),
  });
  const { title } = work;
  return (
    <>
      <ButtonLink to="/works/$id/history" params={{ id: work.id }}>
        {words.history}
      </ButtonLink>
      <Menu work={work} />
      <Button href={localePath(locale, `/preview/works/${work.id}`)}>{words.preview}</Button>
      {work.state === 'published' && (
        <Button href={localePath(locale, `/courses/${work.slug}`)} target="_blank" rel="noreferrer">
          {words.view}
        </Button>
      )}
      {work.may.withdraw && work.state === 'published' && (
        <Button
          danger
          onClick={() =>
            confirm({
              title: fill(words.withdrawTitle, { title }),
              text: words.withdrawText,
              yes: words.withdraw,
              act: () => withdraw.run(),
            })
          }
        >
          {words.withdraw}
        </Button>
      )}
      {work.may.remove && (
        <Button
          danger
          onClick={() =>
            confirm({
              title: fill(words.removeTitle, { title }),
              text: words.removeText,
              yes: words.remove,
              act: () => remove.run(),
            })
          }
        >
          {words.remove}
        </Button>
      )}
    </>
  );
}

/** What is done less often. */
function Menu({ work }: { work: WorkDetail }): ReactNode {
  const { planWithdrawal } = useWords(planStudioWords);
  const { takeDown } = useWords(appealWords);
  const [open, setOpen] = useState<'withdrawal' | 'takedown'>();
  const close = () => setOpen(undefined);
  const isPlannable = useIsPlannable(work);
  const entries = [
    ...(isPlannable
      ? [{ key: 'withdrawal', label: planWithdrawal, act: () => setOpen('withdrawal') }]
      : []),
    ...(useMayTakeDown(work)
      ? [{ key: 'takedown', label: takeDown, act: () => setOpen('takedown') }]
      : []),
  ];
  return (
    <>
      <WorkMenu work={work} entries={entries} />
      {open === 'withdrawal' && <WithdrawalDialog workId={work.id} onClose={close} />}
      {open === 'takedown' && <TakeDownDialog work={work} onClose={close} />}
    </>
  );
}

function useIsPlannable({ id, state, may: deeds }: WorkDetail): boolean {
  const { may } = useSession();
  const { waiting } = useWorkPlans(id);
  const isFree = !waiting.some(({ deed }) => deed === 'withdraw');
  return may('plan.make') && deeds.withdraw && state === 'published' && isFree;
}

/** Staff take down what is live, and not their own. */
function useMayTakeDown({ state, creatorId }: WorkDetail): boolean {
  const { may, user } = useSession();
  return (
    may('takedown.make') && user.id !== creatorId && ['published', 'withdrawn'].includes(state)
  );
}
