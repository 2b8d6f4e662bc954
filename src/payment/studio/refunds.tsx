import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import type { RefundItem } from '#payment/schema.ts';
import { ask } from '#studio/api.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { useSession } from '#studio/session.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant, sayMoney } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
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
    show: (refund) =>
      refund.gateway === 'transfer' && refund.state === 'requested' ? (
        <SentBack refund={refund} />
      ) : (
        <span className="number">{sayInstant(refund.finishedAt)}</span>
      ),
  },
];

/** Staff send it from the bank, and say so. */
function SentBack({ refund }: { readonly refund: RefundItem }): ReactNode {
  const words = useWords(orderWords);
  const confirm = useConfirm();
  const { may } = useSession();
  const deed = useDeed(() => ask('PUT', `/refunds/${refund.id}/payment`), {
    done: words.arrivedDone,
    refreshes: ['/refunds', '/orders', '/captures'],
  });
  if (!may('payment.confirm', 'any')) return null;
  return (
    <Button
      size="small"
      loading={deed.isBusy}
      aria-label={`${words.sentBack} ${refund.orderNumber}`}
      onClick={() =>
        confirm({
          title: fill(words.sentBackTitle, { amount: sayMoney(refund.amount) }),
          text: words.sentBackText,
          yes: words.sentBack,
          act: () => deed.run(),
        })
      }
    >
      {words.sentBack}
    </Button>
  );
}

/** Money that goes back. */
export function Refunds(): ReactNode {
  const { refunds } = useWords(sectionWords);
  return (
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
  );
}

function Cause({ cause }: { cause: RefundItem['cause'] }): ReactNode {
  const { locale } = usePreferences();
  return causeWords[cause][locale];
}
