import { fill } from '#kernel/locale.ts';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { ask } from '#studio/api.ts';
import { ButtonLink } from '#studio/button-link.tsx';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { sayInstant } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { sectionWords } from '#studio/words.ts';
import type { BatchItem } from '../schema.ts';
import { BatchDialog } from './batch-dialog.tsx';
import { codeWords } from './words.ts';

const columns: readonly TableColumn<BatchItem>[] = [
  { title: codeWords.batch, isName: true, show: ({ name }) => name },
  { title: codeWords.gives, show: (batch) => <Gives batch={batch} /> },
  { title: codeWords.used, align: 'end', show: (batch) => <Used batch={batch} /> },
  {
    title: codeWords.state,
    show: ({ isFrozen }) => (
      <StateTag
        of={isFrozen ? 'frozen' : 'open'}
        words={{ frozen: codeWords.frozen, open: codeWords.open }}
        tones={{ open: 'success', frozen: 'warning' }}
      />
    ),
  },
  { title: codeWords.expires, show: ({ expiresAt }) => <Until at={expiresAt} /> },
  {
    title: codeWords.made,
    show: ({ createdAt }) => <span className="number">{sayInstant(createdAt)}</span>,
  },
];

function Gives({ batch: { subject, days } }: { batch: BatchItem }): ReactNode {
  const words = useWords(codeWords);
  const more = days === null ? words.forGood : fill(words.nDays, { n: days });
  return <TwoLines main={subject} more={more} />;
}

function Used({ batch: { redeemed, quantity } }: { batch: BatchItem }): ReactNode {
  const { ofAll } = useWords(codeWords);
  return <span className="number">{fill(ofAll, { n: redeemed, all: quantity })}</span>;
}

function Until({ at }: { at: string | null }): ReactNode {
  const { locale } = usePreferences();
  return at ? <span className="number">{sayInstant(at)}</span> : codeWords.noEnd[locale];
}

/** Batches of redemption codes; the owner makes, freezes and frees them. */
export function BatchesScreen(): ReactNode {
  const { codes } = useWords(sectionWords);
  const words = useWords(codeWords);
  const { may } = useSession();
  const [isMaking, setMaking] = useState(false);
  const mayMake = may('redemption.make', 'any');
  return (
    <Screen
      title={codes}
      lead={words.lead}
      actions={
        mayMake && (
          <Button type="primary" onClick={() => setMaking(true)}>
            {words.make}
          </Button>
        )
      }
    >
      <DataTable<BatchItem>
        label={codes}
        path="/code-batches"
        rowKey={({ id }) => id}
        columns={columns}
        actions={(batch) => <Actions batch={batch} mayMake={mayMake} />}
      />
      {isMaking && <BatchDialog onClose={() => setMaking(false)} />}
    </Screen>
  );
}

function Actions({ batch, mayMake }: { batch: BatchItem; mayMake: boolean }): ReactNode {
  const words = useWords(codeWords);
  const confirm = useConfirm();
  const path = `/code-batches/${batch.id}/freeze`;
  const refreshes = ['/code-batches'];
  const freeze = useDeed(() => ask('PUT', path), { done: words.done, refreshes });
  const free = useDeed(() => ask('DELETE', path), { done: words.done, refreshes });
  const askFirst = () =>
    confirm({
      title: fill(words.freezeTitle, { name: batch.name }),
      text: words.freezeText,
      yes: words.freeze,
      act: () => freeze.run(),
    });
  return (
    <>
      <ButtonLink size="small" to={`/codes/${batch.id}`}>
        {words.codes}
      </ButtonLink>
      {mayMake &&
        (batch.isFrozen ? (
          <Button size="small" loading={free.isBusy} onClick={() => void free.run()}>
            {words.unfreeze}
          </Button>
        ) : (
          <Button size="small" danger onClick={askFirst}>
            {words.freeze}
          </Button>
        ))}
    </>
  );
}
