import { Button, Descriptions, Drawer, Typography } from 'antd';
import { useState, type ReactNode } from 'react';
import { Postings } from '#ledger/studio/postings.tsx';
import { transactionWords } from '#ledger/words.ts';
import { orderStateWords } from '#order/words.ts';
import type { OrderDetail } from '#payment/schema.ts';
import { useAsk } from '#studio/api.ts';
import { sayInstant, sayMoney } from '#studio/format.ts';
import { usePhone, useWords } from '#studio/preferences.tsx';
import { Answer } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { RefundDialog } from './refund-dialog.tsx';
import { causeWords, paymentStateWords, refundStateWords } from '../words.ts';
import { orderWords } from './words.ts';

const tones = {
  pending: 'warning',
  held: 'processing',
  paid: 'success',
  succeeded: 'success',
  failed: 'error',
  requested: 'processing',
  opened: 'processing',
} as const;

/** One order with everything that happened to its money. */
export function OrderDrawer({ id, onClose }: { id: string; onClose: () => void }): ReactNode {
  const words = useWords(orderWords);
  const isPhone = usePhone();
  const query = useAsk<OrderDetail>(`/orders/${id}`);
  const { may } = useSession();
  const [isRefunding, setRefunding] = useState(false);
  const order = query.data;
  const canRefund =
    may('order.ask_refund', 'any') &&
    (order?.state === 'paid' || order?.state === 'held') &&
    order.total > order.refunded + order.refunding;
  return (
    <Drawer
      open
      size={isPhone ? '100%' : 640}
      title={words.detail}
      onClose={onClose}
      extra={
        canRefund && (
          <Button danger onClick={() => setRefunding(true)}>
            {words.refund}
          </Button>
        )
      }
    >
      <Answer of={query}>
        {(found) => (
          <div className="stack">
            <Facts order={found} />
            <Payments order={found} />
            <Refunds order={found} />
            <Transactions order={found} />
          </div>
        )}
      </Answer>
      {order && isRefunding && <RefundDialog order={order} onClose={() => setRefunding(false)} />}
    </Drawer>
  );
}

function Facts({ order }: { order: OrderDetail }): ReactNode {
  const words = useWords(orderWords);
  const rows: readonly (readonly [string, ReactNode])[] = [
    [
      words.number,
      <Typography.Text key="n" className="number" copyable>
        {order.number}
      </Typography.Text>,
    ],
    [words.state, <StateTag key="s" of={order.state} words={orderStateWords} tones={tones} />],
    ...itemFacts(order, words),
    [words.buyer, order.buyerName],
    [words.total, sayMoney(order.total)],
    [words.refunded, sayMoney(order.refunded)],
    ...(order.refunding > 0 ? [[words.refunding, sayMoney(order.refunding)] as const] : []),
    [words.placed, sayInstant(order.createdAt)],
    [words.paid, sayInstant(order.paidAt)],
    ...(order.closedAt ? [[words.closed, sayInstant(order.closedAt)] as const] : []),
    [words.refundUntil, sayInstant(order.refundUntil)],
  ];
  return (
    <Descriptions
      size="small"
      bordered
      column={1}
      items={rows.map(([label, children]) => ({ key: label, label, children }))}
    />
  );
}

/** What the order bought, with what of each went back. */
function itemFacts(
  { lines }: OrderDetail,
  words: { readonly item: string; readonly refunded: string },
): (readonly [string, ReactNode])[] {
  return lines.map(({ id, title, creatorName, price, refunded, refunding }, at) => {
    const back = refunded + refunding;
    const more = [
      creatorName,
      sayMoney(price),
      back > 0 ? `${words.refunded} ${sayMoney(back)}` : null,
    ];
    const label = lines.length > 1 ? `${words.item} ${at + 1}` : words.item;
    return [label, <TwoLines key={id} main={title} more={more.filter(Boolean).join(' · ')} />];
  });
}

function Part({
  title,
  isEmpty,
  children,
}: {
  title: string;
  isEmpty: boolean;
  children: ReactNode;
}): ReactNode {
  const { nothing } = useWords(orderWords);
  return (
    <section className="stack">
      <h2>{title}</h2>
      {isEmpty ? <p className="quiet">{nothing}</p> : <ul className="facts">{children}</ul>}
    </section>
  );
}

function Payments({ order }: { order: OrderDetail }): ReactNode {
  const words = useWords(orderWords);
  return (
    <Part title={words.payments} isEmpty={order.payments.length === 0}>
      {order.payments.map(({ id, gateway, amount, state, openedAt, outTradeNo }) => (
        <li key={id}>
          <TwoLines
            main={`${gateway} · ${sayMoney(amount)}`}
            more={`${sayInstant(openedAt)} · ${outTradeNo}`}
          />
          <StateTag of={state} words={paymentStateWords} tones={tones} />
        </li>
      ))}
    </Part>
  );
}

function Refunds({ order }: { order: OrderDetail }): ReactNode {
  const words = useWords(orderWords);
  const causes = useWords(causeWords);
  return (
    <Part title={words.refunds} isEmpty={order.refunds.length === 0}>
      {order.refunds.map(({ id, amount, cause, reason, state, requestedAt, failure }) => (
        <li key={id}>
          <TwoLines
            main={`${causes[cause]} · ${sayMoney(amount)}`}
            more={[sayInstant(requestedAt), reason, failure].filter(Boolean).join(' · ')}
          />
          <StateTag of={state} words={refundStateWords} tones={tones} />
        </li>
      ))}
    </Part>
  );
}

function Transactions({ order }: { order: OrderDetail }): ReactNode {
  const words = useWords(orderWords);
  const kinds = useWords(transactionWords);
  return (
    <Part title={words.postings} isEmpty={order.transactions.length === 0}>
      {order.transactions.map(({ id, kind, postedAt, movements }) => (
        <li key={id}>
          <div className="stack">
            <TwoLines main={kinds[kind]} more={sayInstant(postedAt)} />
            <Postings movements={movements} />
          </div>
        </li>
      ))}
    </Part>
  );
}
