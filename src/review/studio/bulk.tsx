import { fill } from '#kernel/locale.ts';
import { Alert, Button, Checkbox, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { BulkAnswer, SubmissionItem } from '#review/schema.ts';
import { ask } from '#studio/api.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import type { Point } from '../types.ts';
import { Points } from './decision.tsx';
import { reviewWords, stageStudioWords } from './words.ts';
import './review.css';

/** Submissions that are chosen to be decided together. */
export interface Choice {
  readonly items: readonly SubmissionItem[];
  toggle(item: SubmissionItem): void;
  clear(): void;
}

export function useChoice(): Choice {
  const [items, setItems] = useState<readonly SubmissionItem[]>([]);
  return {
    items,
    toggle: (item) => {
      const rest = items.filter(({ id }) => id !== item.id);
      setItems(rest.length === items.length ? [...items, item] : rest);
    },
    clear: () => setItems([]),
  };
}

/** A box to choose a submission of the first review by. */
export function ChoiceBox({ item, choice }: { item: SubmissionItem; choice: Choice }): ReactNode {
  const { choose } = useWords(stageStudioWords);
  if (item.state !== 'open' || item.stage !== 'first') return null;
  return (
    <Checkbox
      aria-label={fill(choose, { title: item.workTitle })}
      checked={choice.items.some(({ id }) => id === item.id)}
      onChange={() => choice.toggle(item)}
    />
  );
}

interface Wish {
  readonly deed: 'take' | 'pass' | 'return';
  readonly failed?: readonly Point[];
  readonly reasons?: string;
}

/** What can be done with all that is chosen, and what was not done last time. */
export function BulkBar({ choice }: { choice: Choice }): ReactNode {
  const words = useWords(stageStudioWords);
  const confirm = useConfirm();
  const [isReturning, setReturning] = useState(false);
  const [left, setLeft] = useState<readonly string[]>([]);
  const n = choice.items.length;
  const deed = useDeed(
    (wish: Wish) =>
      ask<BulkAnswer>('POST', '/submissions/decisions', {
        body: { ids: choice.items.map(({ id }) => id), ...wish },
      }),
    {
      refreshes: ['/submissions', '/works'],
      next: ({ items }) => {
        setLeft(problemsOf(choice.items, items));
        choice.clear();
      },
    },
  );
  return (
    <div aria-live="polite">
      {left.length > 0 && <Left problems={left} onClose={() => setLeft([])} />}
      {n > 0 && (
        <span className="row gap-below">
          {fill(words.chosen, { n })}
          <Button loading={deed.isBusy} onClick={() => void deed.run({ deed: 'take' })}>
            {words.bulkTake}
          </Button>
          <Button danger onClick={() => setReturning(true)}>
            {words.bulkReturn}
          </Button>
          <Button
            type="primary"
            loading={deed.isBusy}
            onClick={() =>
              confirm({
                title: fill(words.bulkPassTitle, { n }),
                text: words.bulkPassText,
                yes: words.bulkPass,
                isDangerous: false,
                act: () => deed.run({ deed: 'pass' }),
              })
            }
          >
            {words.bulkPass}
          </Button>
        </span>
      )}
      {isReturning && (
        <ReturnAll
          count={n}
          onClose={() => setReturning(false)}
          onReturn={(found) => deed.run({ deed: 'return', ...found })}
        />
      )}
    </div>
  );
}

function problemsOf(items: readonly SubmissionItem[], answers: BulkAnswer['items']): string[] {
  return answers.flatMap(({ id, problem }) => {
    const title = items.find((item) => item.id === id)?.workTitle ?? id;
    return problem ? [`${title}: ${problem}`] : [];
  });
}

function Left({
  problems,
  onClose,
}: {
  problems: readonly string[];
  onClose: () => void;
}): ReactNode {
  const words = useWords(stageStudioWords);
  return (
    <Alert
      type="warning"
      showIcon
      closable={{ onClose }}
      className="gap-below"
      title={words.bulkLeft}
      description={
        <ul className="plain-list">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      }
    />
  );
}

interface Found {
  readonly failed: readonly Point[];
  readonly reasons: string;
}

function ReturnAll({
  count,
  onClose,
  onReturn,
}: {
  count: number;
  onClose: () => void;
  onReturn: (found: Found) => Promise<boolean>;
}): ReactNode {
  const words = useWords(stageStudioWords);
  const review = useWords(reviewWords);
  const common = useWords(commonWords);
  return (
    <FormDialog<Found>
      title={fill(words.bulkReturnTitle, { n: count })}
      yes={words.bulkReturn}
      isDangerous
      deed={{ isBusy: false, run: onReturn }}
      onClose={onClose}
    >
      <Form.Item name="failed" rules={[{ required: true, message: words.needPoint }]}>
        <Points legend={words.failedPoints} />
      </Form.Item>
      <Form.Item
        name="reasons"
        label={review.backReasons}
        rules={[{ required: true, whitespace: true, message: common.needed }]}
      >
        <Input.TextArea rows={4} maxLength={4000} showCount />
      </Form.Item>
    </FormDialog>
  );
}
