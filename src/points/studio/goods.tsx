import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { sayInstant } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import type { GoodItem } from '../schema.ts';
import { goodKindWords, goodStateWords } from '../words.ts';
import { GoodDialog } from './good-dialog.tsx';
import { goodWords } from './words.ts';

const tones = {
  open: 'success',
  planned: 'processing',
  ended: 'default',
  gone: 'warning',
  hidden: 'default',
} as const;

const columns: readonly TableColumn<GoodItem>[] = [
  { title: goodWords.good, isName: true, show: (good) => <Name good={good} /> },
  {
    title: goodWords.state,
    show: ({ state }) => <StateTag of={state} words={goodStateWords} tones={tones} />,
  },
  {
    title: goodWords.price,
    align: 'end',
    show: ({ price }) => <span className="number">{price}</span>,
  },
  { title: goodWords.taken, align: 'end', show: (good) => <Taken good={good} /> },
  {
    title: goodWords.term,
    show: ({ startsAt, endsAt }) => (
      <TwoLines main={sayInstant(startsAt)} more={endsAt ? sayInstant(endsAt) : '—'} />
    ),
  },
];

function Name({ good: { nameZh, nameEn, kind } }: { good: GoodItem }): ReactNode {
  const { locale } = usePreferences();
  return <TwoLines main={locale === 'en' ? nameEn : nameZh} more={goodKindWords[kind][locale]} />;
}

function Taken({ good: { taken, stock } }: { good: GoodItem }): ReactNode {
  const { ofAll } = useWords(goodWords);
  return <span className="number">{fill(ofAll, { n: taken, all: stock })}</span>;
}

/** What is had for points; the owner adds and changes. */
export function Goods(): ReactNode {
  const words = useWords(goodWords);
  const [changing, setChanging] = useState<GoodItem | 'new'>();
  return (
    <>
      <p>
        <Button type="primary" onClick={() => setChanging('new')}>
          {words.make}
        </Button>
      </p>
      <DataTable<GoodItem>
        label={words.goods}
        path="/points/goods"
        rowKey={({ id }) => id}
        columns={columns}
        actions={(good) => (
          <Button size="small" onClick={() => setChanging(good)}>
            {words.change}
          </Button>
        )}
      />
      {changing && (
        <GoodDialog
          good={changing === 'new' ? undefined : changing}
          onClose={() => setChanging(undefined)}
        />
      )}
    </>
  );
}
