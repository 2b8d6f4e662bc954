import { Button, Form, Input, InputNumber, Tabs } from 'antd';
import { useState, type ReactNode } from 'react';
import { PersonField } from '#identity/studio/person-field.tsx';
import { ask, useAsk } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { TwoLines } from '#studio/state-tag.tsx';
import { commonWords, sectionWords } from '#studio/words.ts';
import type { AccountItem, EntryItem, GrowthGift, TermsItem } from '../schema.ts';
import { entryKindWords } from '../words.ts';
import { TermsForm } from './terms-form.tsx';
import { growthWords } from './words.ts';

/** How people grow, who has grown how far, and what changed it. */
export function GrowthScreen(): ReactNode {
  const { growth } = useWords(sectionWords);
  const words = useWords(growthWords);
  const terms = useAsk<TermsItem>('/growth/terms');
  const [isGiving, setGiving] = useState(false);
  return (
    <Screen
      title={growth}
      lead={words.lead}
      actions={<Button onClick={() => setGiving(true)}>{words.give}</Button>}
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
              { key: 'people', label: words.people, children: <People terms={known} /> },
              { key: 'entries', label: words.entries, children: <Entries /> },
            ]}
          />
        )}
      </Answer>
      {isGiving && <GiveDialog onClose={() => setGiving(false)} />}
    </Screen>
  );
}

const accountColumns: readonly TableColumn<AccountItem>[] = [
  {
    title: growthWords.user,
    isName: true,
    show: ({ userName, email }) => <TwoLines main={userName} more={email ?? ''} />,
  },
  { title: growthWords.value, show: ({ value }) => <span className="number">{value}</span> },
  { title: growthWords.level, show: ({ levelName }) => levelName ?? '—' },
  { title: growthWords.tier, show: ({ tierName }) => tierName ?? '—' },
];

function People({ terms: { levels } }: { terms: TermsItem }): ReactNode {
  const { people } = useWords(growthWords);
  return (
    <DataTable<AccountItem>
      label={people}
      path="/growth/accounts"
      rowKey={({ userId }) => userId}
      filters={[
        {
          kind: 'choice',
          name: 'levelId',
          label: growthWords.level,
          choices: levels.map(({ id, nameZh, nameEn }) => ({
            value: id,
            label: { zh: nameZh, en: nameEn },
          })),
        },
      ]}
      columns={accountColumns}
    />
  );
}

const entryColumns: readonly TableColumn<EntryItem>[] = [
  { title: growthWords.user, isName: true, show: ({ userName }) => userName },
  { title: growthWords.by, show: ({ kind }) => <Kind of={kind} /> },
  {
    title: growthWords.about,
    show: ({ about, reason }) => <TwoLines main={about} more={reason} />,
  },
  {
    title: growthWords.change,
    show: ({ amount }) => <span className="number">{amount > 0 ? `+${amount}` : amount}</span>,
  },
  { title: growthWords.at, show: ({ at }) => <span className="number">{sayInstant(at)}</span> },
];

function Kind({ of: kind }: { of: EntryItem['kind'] }): ReactNode {
  return useWords(entryKindWords)[kind];
}

function Entries(): ReactNode {
  const { entries } = useWords(growthWords);
  return (
    <DataTable<EntryItem>
      label={entries}
      path="/growth/entries"
      rowKey={({ id }) => id}
      filters={[
        {
          kind: 'choice',
          name: 'kind',
          label: growthWords.by,
          choices: choicesOf(entryKindWords),
        },
      ]}
      columns={entryColumns}
    />
  );
}

function GiveDialog({ onClose }: { onClose: () => void }): ReactNode {
  const words = useWords(growthWords);
  const { needed } = useWords(commonWords);
  const deed = useDeed((body: GrowthGift) => ask('POST', '/growth/entries', { body }), {
    done: words.given,
    refreshes: ['/growth/accounts', '/growth/entries'],
  });
  const rules = [{ required: true, message: needed }];
  return (
    <FormDialog title={words.give} yes={words.give} deed={deed} onClose={onClose}>
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
