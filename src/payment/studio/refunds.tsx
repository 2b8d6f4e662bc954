import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { RefundItem } from '#payment/schema.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant, sayMoney } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { StateTag } from '#studio/state-tag.tsx';
import { sectionWords } from '#studio/words.ts';
import { causeWords, refundStateWords } from '../words.ts';
import { orderWords } from './words.ts';

const tones = { requested: 'processing', succeeded: 'success', failed: 'error' } as const;

const columns: readonly TableColumn<RefundItem>[] = [
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
    title: orderWords.state,
    show: ({ state }) => <StateTag of={state} words={refundStateWords} tones={tones} />,
  },
  { title: orderWords.item, show: ({ title }) => title },
  { title: orderWords.buyer, show: ({ buyerName }) => buyerName },
  { title: orderWords.amount, align: 'end', show: ({ amount }) => sayMoney(amount) },
  { title: orderWords.cause, show: ({ cause }) => <Cause cause={cause} /> },
  {
    title: orderWords.reason,
    show: ({ reason, failure }) => [reason, failure].filter(Boolean).join(' · ') || '—',
  },
  {
    title: orderWords.requested,
    show: ({ requestedAt }) => <span className="number">{sayInstant(requestedAt)}</span>,
  },
  {
    title: orderWords.finished,
    show: ({ finishedAt }) => <span className="number">{sayInstant(finishedAt)}</span>,
  },
];

/** Money that goes back. */
export function RefundsScreen(): ReactNode {
  const { refunds } = useWords(sectionWords);
  return (
    <Screen title={refunds}>
      <DataTable<RefundItem>
        label={refunds}
        path="/refunds"
        rowKey={({ id }) => id}
        filters={[
          {
            kind: 'tabs',
            name: 'state',
            label: orderWords.state,
            choices: choicesOf(refundStateWords),
          },
        ]}
        columns={columns}
      />
    </Screen>
  );
}

function Cause({ cause }: { cause: RefundItem['cause'] }): ReactNode {
  const { locale } = usePreferences();
  return causeWords[cause][locale];
}
