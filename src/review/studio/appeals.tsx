import { fill } from '#kernel/locale.ts';
import { Button, Form, Input, Radio } from 'antd';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { AppealItem, TakedownItem } from '#review/schema.ts';
import { ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { sayInstant } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { commonWords } from '#studio/words.ts';
import { appealStateWords } from '../words.ts';
import { appealWords } from './words.ts';

const tones = { open: 'processing', upheld: 'success' } as const;

const appealColumns: readonly TableColumn<AppealItem>[] = [
  {
    title: appealWords.work,
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
  {
    title: appealWords.state,
    show: ({ state }) => <StateTag of={state} words={appealStateWords} tones={tones} />,
  },
  { title: appealWords.against, show: (appeal) => <Against appeal={appeal} /> },
  { title: appealWords.words, show: ({ words }) => words },
  { title: appealWords.answer, show: ({ answer }) => answer || '—' },
  {
    title: appealWords.made,
    show: ({ madeAt }) => <span className="number">{sayInstant(madeAt)}</span>,
  },
];

function Against({ appeal: { takedownId, against } }: { appeal: AppealItem }): ReactNode {
  const { locale } = usePreferences();
  const kind = takedownId ? appealWords.ofTakedown : appealWords.ofReturn;
  return <TwoLines main={kind[locale]} more={against} />;
}

const takedownColumns: readonly TableColumn<TakedownItem>[] = [
  {
    title: appealWords.work,
    isName: true,
    show: ({ workId, workTitle }) => (
      <Link to="/works/$id" params={{ id: workId }}>
        {workTitle}
      </Link>
    ),
  },
  { title: appealWords.reasons, show: ({ reasons }) => reasons },
  { title: appealWords.by, show: ({ takerName }) => takerName ?? '—' },
  {
    title: appealWords.taken,
    show: ({ takenAt }) => <span className="number">{sayInstant(takenAt)}</span>,
  },
  {
    title: appealWords.lifted,
    show: ({ liftedAt }) => <span className="number">{sayInstant(liftedAt)}</span>,
  },
];

/** What creators say against decisions, and what was taken down. */
export function AppealsScreen(): ReactNode {
  const words = useWords(appealWords);
  const [deciding, setDeciding] = useState<AppealItem>();
  return (
    <Screen title={words.title}>
      <div className="stack">
        <h2>{words.appeals}</h2>
        <DataTable<AppealItem>
          label={words.appeals}
          path="/appeals"
          rowKey={({ id }) => id}
          filters={[
            {
              kind: 'tabs',
              name: 'state',
              label: appealWords.state,
              choices: choicesOf(appealStateWords),
            },
          ]}
          columns={appealColumns}
          actions={(appeal) =>
            appeal.may.decide && (
              <Button size="small" onClick={() => setDeciding(appeal)}>
                {words.decide}
              </Button>
            )
          }
        />
        <h2>{words.takedowns}</h2>
        <Takedowns />
      </div>
      {deciding && <DecideDialog appeal={deciding} onClose={() => setDeciding(undefined)} />}
    </Screen>
  );
}

function Takedowns(): ReactNode {
  const words = useWords(appealWords);
  const { may } = useSession();
  const confirm = useConfirm();
  const lift = useDeed((id: string) => ask('DELETE', `/takedowns/${id}`), {
    done: words.restored,
    refreshes: ['/takedowns', '/works'],
  });
  return (
    <DataTable<TakedownItem>
      label={words.takedowns}
      path="/takedowns"
      rowKey={({ id }) => id}
      filters={[
        {
          kind: 'tabs',
          name: 'holding',
          label: appealWords.state,
          choices: [
            { value: 'yes', label: appealWords.holding },
            { value: 'no', label: appealWords.over },
          ],
        },
      ]}
      columns={takedownColumns}
      actions={({ id, workTitle, liftedAt }) =>
        may('takedown.make') &&
        liftedAt === null && (
          <Button
            size="small"
            onClick={() =>
              confirm({
                title: fill(words.liftTitle, { title: workTitle }),
                text: words.liftText,
                yes: words.lift,
                isDangerous: false,
                act: () => lift.run(id),
              })
            }
          >
            {words.lift}
          </Button>
        )
      }
    />
  );
}

interface Fields {
  readonly isUpheld: boolean;
  readonly answer: string;
}

function DecideDialog({
  appeal: { id, workTitle, words: said },
  onClose,
}: {
  appeal: AppealItem;
  onClose: () => void;
}): ReactNode {
  const words = useWords(appealWords);
  const common = useWords(commonWords);
  const deed = useDeed((body: Fields) => ask('PUT', `/appeals/${id}/decision`, { body }), {
    done: words.decided,
    refreshes: ['/appeals', '/takedowns', '/works', '/submissions'],
  });
  return (
    <FormDialog
      title={fill(words.decideTitle, { title: workTitle })}
      yes={words.decide}
      deed={deed}
      onClose={onClose}
    >
      <p className="wraps">{said}</p>
      <Form.Item name="isUpheld" rules={[{ required: true, message: common.needed }]}>
        <Radio.Group
          aria-label={words.outcome}
          className="points"
          options={[
            { value: true, label: words.uphold },
            { value: false, label: words.reject },
          ]}
        />
      </Form.Item>
      <p className="quiet">{words.upholdText}</p>
      <Form.Item
        name="answer"
        label={words.yourAnswer}
        rules={[{ required: true, whitespace: true, message: common.needed }]}
      >
        <Input.TextArea rows={4} maxLength={4000} showCount />
      </Form.Item>
    </FormDialog>
  );
}
