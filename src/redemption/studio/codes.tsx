import { fill } from '#kernel/locale.ts';
import { Button } from 'antd';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ask } from '#studio/api.ts';
import { ButtonLink } from '#studio/button-link.tsx';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag } from '#studio/state-tag.tsx';
import type { CodeItem } from '../schema.ts';
import { codeStateWords } from '../words.ts';
import { codeWords } from './words.ts';

const columns: readonly TableColumn<CodeItem>[] = [
  { title: codeWords.tail, isName: true, show: ({ tail }) => <code>…{tail}</code> },
  {
    title: codeWords.state,
    show: ({ state }) => (
      <StateTag
        of={state}
        words={codeStateWords}
        tones={{ open: 'success', redeemed: 'processing', frozen: 'warning' }}
      />
    ),
  },
  { title: codeWords.redeemedBy, show: ({ redeemedBy }) => redeemedBy ?? '—' },
  {
    title: codeWords.redeemedAt,
    show: ({ redeemedAt }) => <span className="number">{sayInstant(redeemedAt)}</span>,
  },
];

/** The codes of a batch: which were redeemed, by whom and when. */
export function CodesScreen(): ReactNode {
  const words = useWords(codeWords);
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const { may } = useSession();
  const mayMake = may('redemption.make', 'any');
  return (
    <Screen title={words.codesOf} actions={<ButtonLink to="/codes">{words.back}</ButtonLink>}>
      <DataTable<CodeItem>
        label={words.codesOf}
        path={`/code-batches/${id}/codes`}
        rowKey={(code) => code.id}
        filters={[
          {
            kind: 'tabs',
            name: 'state',
            label: codeWords.state,
            choices: choicesOf(codeStateWords),
          },
        ]}
        columns={columns}
        {...(mayMake ? { actions: (code: CodeItem) => <Freeze code={code} batchId={id} /> } : {})}
      />
    </Screen>
  );
}

function Freeze({ code, batchId }: { code: CodeItem; batchId: string }): ReactNode {
  const words = useWords(codeWords);
  const confirm = useConfirm();
  const path = `/redemption-codes/${code.id}/freeze`;
  const refreshes = [`/code-batches/${batchId}/codes`];
  const freeze = useDeed(() => ask('PUT', path), { done: words.done, refreshes });
  const free = useDeed(() => ask('DELETE', path), { done: words.done, refreshes });
  if (code.state === 'frozen')
    return (
      <Button size="small" loading={free.isBusy} onClick={() => void free.run()}>
        {words.unfreeze}
      </Button>
    );
  if (code.state !== 'open') return null;
  return (
    <Button
      size="small"
      danger
      onClick={() =>
        confirm({
          title: fill(words.freezeOneTitle, { tail: code.tail }),
          text: words.freezeText,
          yes: words.freeze,
          act: () => freeze.run(),
        })
      }
    >
      {words.freeze}
    </Button>
  );
}
