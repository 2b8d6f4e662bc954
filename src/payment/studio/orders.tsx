import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { OrderItem } from '#order/schema.ts';
import { orderStateWords } from '#order/words.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant, sayMoney } from '#studio/format.ts';
import { useTopic } from '#studio/live.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag } from '#studio/state-tag.tsx';
import { commonWords, sectionWords } from '#studio/words.ts';
import { OrderDrawer } from './order-drawer.tsx';
import { orderWords } from './words.ts';

export const orderTones = { pending: 'warning', paid: 'success', refunded: 'default' } as const;

const columns: readonly TableColumn<OrderItem>[] = [
  {
    title: orderWords.number,
    isName: true,
    show: ({ number }) => <span className="number">{number}</span>,
  },
  {
    title: orderWords.state,
    show: ({ state }) => <StateTag of={state} words={orderStateWords} tones={orderTones} />,
  },
  { title: orderWords.item, show: ({ title }) => title },
  { title: orderWords.creator, show: ({ lines }) => creatorsOf(lines) },
  { title: orderWords.buyer, show: ({ buyerName }) => buyerName },
  { title: orderWords.total, align: 'end', show: ({ total }) => sayMoney(total) },
  {
    title: orderWords.refunded,
    align: 'end',
    show: ({ refunded }) => (refunded ? sayMoney(refunded) : '—'),
  },
  {
    title: orderWords.placed,
    show: ({ createdAt }) => <span className="number">{sayInstant(createdAt)}</span>,
  },
];

const creatorsOf = (lines: OrderItem['lines']) =>
  [...new Set(lines.flatMap(({ creatorName }) => creatorName ?? []))].join('；');

/** All orders; one of them in a drawer that has an address. */
export function OrdersScreen(): ReactNode {
  const { orders } = useWords(sectionWords);
  const { open } = useWords(commonWords);
  const navigate = useNavigate();
  const search: { id?: string } = useSearch({ strict: false });
  const show = (id: string | undefined) => void navigate({ to: '.', search: { ...search, id } });
  const { may } = useSession();
  useTopic(may('analytics.read') ? 'sales' : undefined, '/orders');
  return (
    <Screen title={orders}>
      <DataTable<OrderItem>
        label={orders}
        path="/orders"
        rowKey={({ id }) => id}
        filters={[
          {
            kind: 'tabs',
            name: 'state',
            label: orderWords.state,
            choices: choicesOf(orderStateWords),
          },
          { kind: 'text', name: 'number', label: orderWords.findNumber },
        ]}
        columns={columns}
        actions={({ id, number }) => (
          <Button size="small" aria-label={`${open} ${number}`} onClick={() => show(id)}>
            {open}
          </Button>
        )}
      />
      {search.id && <OrderDrawer id={search.id} onClose={() => show(undefined)} />}
    </Screen>
  );
}
