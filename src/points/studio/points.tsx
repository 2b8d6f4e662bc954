import { Button, Drawer, Form, Input, InputNumber, Tabs } from 'antd';
import { useState, type ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import { PersonField } from '#identity/studio/person-field.tsx';
import { ask, useAsk } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useDeed } from '#studio/deed.tsx';
import { choicesOf, type Filter } from '#studio/filters.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { TwoLines } from '#studio/state-tag.tsx';
import { commonWords, sectionWords } from '#studio/words.ts';
import type { AccountItem, Correction, EntryItem, TermsItem } from '../schema.ts';
import { entryKindWords } from '../words.ts';
import { Goods } from './goods.tsx';
import { Redemptions } from './redemptions.tsx';
import { TermsForm } from './terms-form.tsx';
import { goodWords, pointWords } from './words.ts';

/** How people earn points, who has how many, and what changed them. */
export function PointsScreen(): ReactNode {
  const { points } = useWords(sectionWords);
  const words = useWords(pointWords);
  const goods = useWords(goodWords);
  const terms = useAsk<TermsItem>('/points/terms');
  const [isCorrecting, setCorrecting] = useState(false);
  return (
    <Screen
      title={points}
      lead={words.lead}
      actions={<Button onClick={() => setCorrecting(true)}>{words.correct}</Button>}
    >
      <Answer of={terms}>
        {(known) => (
          <Tabs
            items={[
              {
                key: 'rules',
                label: words.rules,
                children: <TermsForm key={known.version} terms={known} />,
              },
              { key: 'goods', label: goods.goods, children: <Goods /> },
              { key: 'redemptions', label: goods.redemptions, children: <Redemptions /> },
              { key: 'people', label: words.people, children: <People /> },
              { key: 'entries', label: words.entries, children: <Entries /> },
            ]}
          />
        )}
      </Answer>
      {isCorrecting && <CorrectDialog onClose={() => setCorrecting(false)} />}
    </Screen>
  );
}

const accountColumns: readonly TableColumn<AccountItem>[] = [
  {
    title: pointWords.user,
    isName: true,
    show: ({ userName, email }) => <TwoLines main={userName} more={email ?? ''} />,
  },
  { title: pointWords.balance, show: ({ balance }) => <span className="number">{balance}</span> },
  {
    title: pointWords.nextExpiry,
    show: ({ nextExpiry }) => (
      <span className="number">{nextExpiry ? sayInstant(nextExpiry) : '—'}</span>
    ),
  },
];

function People(): ReactNode {
  const words = useWords(pointWords);
  const [reading, setReading] = useState<AccountItem>();
  return (
    <>
      <DataTable<AccountItem>
        label={words.people}
        path="/points/accounts"
        rowKey={({ userId }) => userId}
        columns={accountColumns}
        actions={(account) => (
          <Button size="small" onClick={() => setReading(account)}>
            {words.book}
          </Button>
        )}
      />
      {reading && (
        <Drawer
          open
          size="large"
          title={fill(words.bookOf, { name: reading.userName })}
          onClose={() => setReading(undefined)}
        >
          <Entries userId={reading.userId} />
        </Drawer>
      )}
    </>
  );
}

const entryColumns: readonly TableColumn<EntryItem>[] = [
  { title: pointWords.user, isName: true, show: ({ userName }) => userName },
  { title: pointWords.by, show: ({ kind }) => <Kind of={kind} /> },
  {
    title: pointWords.about,
    show: ({ about, reason }) => <TwoLines main={about} more={reason} />,
  },
  {
    title: pointWords.change,
    show: ({ amount }) => <span className="number">{amount > 0 ? `+${amount}` : amount}</span>,
  },
  { title: pointWords.at, show: ({ at }) => <span className="number">{sayInstant(at)}</span> },
];

function Kind({ of: kind }: { of: EntryItem['kind'] }): ReactNode {
  return useWords(entryKindWords)[kind];
}

const entryFilters: readonly Filter[] = [
  { kind: 'choice', name: 'kind', label: pointWords.by, choices: choicesOf(entryKindWords) },
];

function Entries({ userId }: { userId?: string }): ReactNode {
  const { entries } = useWords(pointWords);
  return (
    <DataTable<EntryItem>
      label={entries}
      {...(userId ? { always: { userId } } : {})}
      path="/points/entries"
      rowKey={({ id }) => id}
      filters={userId ? [] : entryFilters}
      columns={entryColumns}
    />
  );
}

function CorrectDialog({ onClose }: { onClose: () => void }): ReactNode {
  const words = useWords(pointWords);
  const { needed } = useWords(commonWords);
  const deed = useDeed((body: Correction) => ask('POST', '/points/corrections', { body }), {
    done: words.corrected,
    refreshes: ['/points/accounts', '/points/entries'],
  });
  const rules = [{ required: true, message: needed }];
  return (
    <FormDialog title={words.correct} yes={words.correct} deed={deed} onClose={onClose}>
      <PersonField label={words.user} placeholder={words.findUser} />
      <Form.Item name="amount" label={words.amount} extra={words.amountHelp} rules={rules}>
        <InputNumber min={-1_000_000} max={1_000_000} precision={0} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={words.reason}
        rules={[{ required: true, whitespace: true, message: needed }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  );
}
