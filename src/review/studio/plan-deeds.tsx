import { fill } from '#kernel/locale.ts';
import { Button, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import type { PlanItem } from '#review/schema.ts';
import { ask } from '#studio/api.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { InstantField } from '#studio/instant-field.tsx';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { planStudioWords } from './words.ts';

const refreshes = ['/plans', '/works'];
const soonMs = 5 * 60_000;

/** What may be done with a plan that waits. */
export function PlanDeeds({ plan }: { plan: PlanItem }): ReactNode {
  const words = useWords(planStudioWords);
  const confirm = useConfirm();
  const [isMoving, setMoving] = useState(false);
  const callOff = useDeed(() => ask('DELETE', `/plans/${plan.id}`), {
    done: words.calledOff,
    refreshes,
  });
  if (!plan.may.change) return null;
  return (
    <>
      <Button size="small" onClick={() => setMoving(true)}>
        {words.move}
      </Button>
      <Button
        size="small"
        danger
        onClick={() =>
          confirm({
            title: fill(words.callOffTitle, { title: plan.workTitle }),
            text: plan.deed === 'publish' ? words.callOffPublish : words.callOffWithdraw,
            yes: words.callOff,
            act: () => callOff.run(),
          })
        }
      >
        {words.callOff}
      </Button>
      {isMoving && <MoveDialog plan={plan} onClose={() => setMoving(false)} />}
    </>
  );
}

function MoveDialog({ plan, onClose }: { plan: PlanItem; onClose: () => void }): ReactNode {
  const words = useWords(planStudioWords);
  const deed = useDeed((at: string) => ask('PUT', `/plans/${plan.id}/time`, { body: { at } }), {
    done: words.moved,
    refreshes,
  });
  const title = `${words.move} · ${plan.workTitle}`;
  return (
    <TimeDialog title={title} start={plan.dueAt} yes={words.move} deed={deed} onClose={onClose} />
  );
}

/** Plans when a published work leaves the shelf. */
export function WithdrawalDialog({
  workId,
  onClose,
}: {
  workId: string;
  onClose: () => void;
}): ReactNode {
  const words = useWords(planStudioWords);
  const deed = useDeed(
    (at: string) => ask('POST', `/works/${workId}/withdrawal-plan`, { body: { at } }),
    { done: words.planned, refreshes },
  );
  return (
    <TimeDialog
      title={words.planWithdrawal}
      text={words.planWithdrawalText}
      yes={words.planWithdrawal}
      deed={deed}
      onClose={onClose}
    />
  );
}

function TimeDialog({
  title,
  text,
  start,
  yes,
  deed,
  onClose,
}: {
  title: string;
  text?: string;
  /** The time it begins with. */
  start?: string;
  yes: string;
  deed: { readonly isBusy: boolean; run(at: string): Promise<boolean> };
  onClose: () => void;
}): ReactNode {
  const words = useWords(planStudioWords);
  const common = useWords(commonWords);
  const [at, setAt] = useState(start);
  const [from] = useState(() => new Date(Date.now() + soonMs).toISOString());
  return (
    <Modal
      open
      title={title}
      okText={yes}
      okButtonProps={{ disabled: at === undefined }}
      cancelText={common.cancel}
      confirmLoading={deed.isBusy}
      onOk={async () => {
        if (at !== undefined && (await deed.run(at))) onClose();
      }}
      onCancel={onClose}
    >
      <div className="stack">
        {text && <p>{text}</p>}
        <InstantField label={words.at} value={at} from={from} onChange={setAt} />
      </div>
    </Modal>
  );
}
