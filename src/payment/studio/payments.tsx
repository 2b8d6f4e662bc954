import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import type { CaptureItem } from '#payment/schema.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant, sayMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { StateTag } from '#studio/state-tag.tsx';
import { sectionWords } from '#studio/words.ts';
import { outcomeWords, refundStateWords } from '../words.ts';
import { Differences, Reconciliations } from './reconciliations.tsx';
import { Transfers } from './transfers.tsx';
import { orderWords } from './words.ts';

const tabs = ['captures', 'transfers', 'reconciliations', 'differences'] as const;
type Tab = (typeof tabs)[number];

const panes: Readonly<Record<Tab, ReactNode>> = {
  captures: <Captures />,
  transfers: <Transfers />,
  reconciliations: <Reconciliations />,
  differences: <Differences />,
};

/** Money that came in, and how the gateways' bills stand to it. */
export function PaymentsScreen(): ReactNode {
  const { payments } = useWords(sectionWords);
  const words = useWords(orderWords);
  const search: { tab?: string } = useSearch({ strict: false });
  const navigate = useNavigate();
  const shown = tabs.find((tab) => tab === search.tab) ?? 'captures';
  return (
    <Screen title={payments}>
      <Tabs
        destroyOnHidden
        activeKey={shown}
        // Conditions of one list mean nothing to the next.
        onChange={(tab) => void navigate({ to: '.', search: { tab }, replace: true })}
        items={tabs.map((key) => ({ key, label: words[key], children: panes[key] }))}
      />
    </Screen>
  );
}

const outcomeTones = {
  kept: 'success',
  duplicate: 'warning',
  late: 'warning',
  mismatch: 'error',
} as const;
const refundTones = { requested: 'processing', succeeded: 'default', failed: 'error' } as const;

const columns: readonly TableColumn<CaptureItem>[] = [
  {
    title: orderWords.number,
    isName: true,
    show: ({ orderId, orderNumber }) => (
      <Link to="/orders" search={{ id: orderId }} className="number">
        {orderNumber}
      </Link>
    ),
  },
  {
    title: orderWords.outcome,
    show: ({ outcome, returnState }) => (
      <span className="row">
        <StateTag of={outcome} words={outcomeWords} tones={outcomeTones} />
        {returnState && <StateTag of={returnState} words={refundStateWords} tones={refundTones} />}
      </span>
    ),
  },
  { title: orderWords.amount, align: 'end', show: ({ amount }) => sayMoney(amount) },
  { title: orderWords.fee, align: 'end', show: ({ fee }) => sayMoney(fee) },
  { title: orderWords.gateway, show: ({ gateway }) => gateway },
  {
    title: orderWords.transaction,
    show: ({ transactionId }) => <span className="number">{transactionId}</span>,
  },
  {
    title: orderWords.paid,
    show: ({ paidAt }) => <span className="number">{sayInstant(paidAt)}</span>,
  },
  {
    title: orderWords.received,
    show: ({ receivedAt }) => <span className="number">{sayInstant(receivedAt)}</span>,
  },
];

function Captures(): ReactNode {
  const { captures } = useWords(orderWords);
  return (
    <DataTable<CaptureItem>
      label={captures}
      path="/captures"
      rowKey={({ id }) => id}
      filters={[
        {
          kind: 'tabs',
          name: 'outcome',
          label: orderWords.outcome,
          choices: [...choicesOf(outcomeWords), { value: 'returned', label: orderWords.returned }],
        },
        { kind: 'text', name: 'number', label: orderWords.findCapture },
      ]}
      columns={columns}
    />
  );
}
