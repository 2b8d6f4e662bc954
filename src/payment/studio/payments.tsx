import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CaptureItem } from '#payment/schema.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant, sayMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { StateTag } from '#studio/state-tag.tsx';
import { AddressedTabs } from '#studio/tabs.tsx';
import { sectionWords } from '#studio/words.ts';
import { outcomeWords, refundStateWords } from '../words.ts';
import { Differences, Reconciliations } from './reconciliations.tsx';
import { Transfers } from './transfers.tsx';
import { orderWords } from './words.ts';

/** Money that came in, and how the gateways' bills stand to it. */
export function PaymentsScreen(): ReactNode {
  const { payments } = useWords(sectionWords);
  const words = useWords(orderWords);
  const tabs = {
    captures: { label: words.captures, pane: <Captures /> },
    transfers: { label: words.transfers, pane: <Transfers /> },
    reconciliations: { label: words.reconciliations, pane: <Reconciliations /> },
    differences: { label: words.differences, pane: <Differences /> },
  };
  return (
    <Screen title={payments}>
      <AddressedTabs tabs={tabs} />
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
