import { fill } from '#kernel/locale.ts';
import { App, Button, Tabs } from 'antd';
import type { ReactNode } from 'react';
import type { AccountItem, ProofItem, TransactionItem } from '#ledger/schema.ts';
import type { z } from 'zod';
import { ask } from '#studio/api.ts';
import { DataTable } from '#studio/data-table.tsx';
import { useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant, sayMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { sectionWords } from '#studio/words.ts';
import { AccountName, Postings } from './postings.tsx';
import { transactionWords } from '../words.ts';
import { ledgerWords } from './words.ts';

type Proof = z.infer<typeof ProofItem>;

/** The book: transactions, accounts, and a proof of all balances. */
export function LedgerScreen(): ReactNode {
  const { ledger } = useWords(sectionWords);
  const words = useWords(ledgerWords);
  return (
    <Screen title={ledger} lead={words.lead} actions={<ProveButton />}>
      <Tabs
        destroyOnHidden
        items={[
          { key: 'transactions', label: words.transactions, children: <Transactions /> },
          { key: 'accounts', label: words.accounts, children: <Accounts /> },
        ]}
      />
    </Screen>
  );
}

function ProveButton(): ReactNode {
  const words = useWords(ledgerWords);
  const { notification } = App.useApp();
  const tell = ({ isProven, accounts, sum, differing }: Proof) =>
    isProven
      ? notification.success({ title: fill(words.proven, { accounts }) })
      : notification.error({
          title: fill(words.unproven, { sum: sayMoney(sum), differing: differing.join(', ') }),
          duration: 0,
        });
  const deed = useDeed(() => ask<Proof>('GET', '/ledger/proof'), { next: tell });
  return (
    <Button loading={deed.isBusy} onClick={() => void deed.run()}>
      {words.prove}
    </Button>
  );
}

function Transactions(): ReactNode {
  const words = useWords(ledgerWords);
  return (
    <DataTable<TransactionItem>
      label={words.transactions}
      path="/ledger/transactions"
      rowKey={({ id }) => id}
      filters={[
        {
          kind: 'choice',
          name: 'kind',
          label: ledgerWords.kind,
          choices: choicesOf(transactionWords),
        },
      ]}
      columns={[
        {
          title: ledgerWords.at,
          show: ({ postedAt }) => <span className="number">{sayInstant(postedAt)}</span>,
        },
        {
          title: ledgerWords.kind,
          isName: true,
          show: ({ kind }) => <StateTag of={kind} words={transactionWords} tones={{}} />,
        },
        {
          title: ledgerWords.movements,
          show: ({ movements }) => <Postings movements={movements} />,
        },
        { title: ledgerWords.key, show: ({ key }) => <code className="quiet">{key}</code> },
      ]}
    />
  );
}

function Accounts(): ReactNode {
  const words = useWords(ledgerWords);
  return (
    <DataTable<AccountItem>
      label={words.accounts}
      path="/ledger/accounts"
      rowKey={({ id }) => id}
      filters={[{ kind: 'text', name: 'prefix', label: ledgerWords.prefix }]}
      columns={[
        {
          title: ledgerWords.account,
          isName: true,
          show: ({ code }) => (
            <TwoLines main={<AccountName code={code} />} more={<code>{code}</code>} />
          ),
        },
        { title: ledgerWords.owner, show: ({ ownerName }) => ownerName ?? '—' },
        { title: ledgerWords.balance, align: 'end', show: ({ balance }) => sayMoney(balance) },
      ]}
    />
  );
}
