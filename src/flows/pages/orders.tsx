import type { ReactNode } from 'react';
import { z } from 'zod';
import { localePath, type Locale } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import { readOrder } from '#order/policy.ts';
import { listOrders } from '#order/service/read-order.ts';
import type { OrderRow } from '#order/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Page } from '#platform/cursor.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { LinkButton } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { Table, type Column } from '#ui/table.tsx';
import { wordsIn } from '../words.ts';
import { StateBadge, yuan } from './parts.tsx';

const pageSize = 20;

/** The acting user's orders, newest first. */
export const ordersRoute: Route = pageRoute({
  path: '/orders',
  may: readOrder,
  query: z.object({ cursor: z.string().max(500).optional() }),
  run: async (ctx, { query }) => {
    const page = await listOrders(ctx, {
      filter: { scope: 'own' },
      cursor: query.cursor,
      limit: pageSize,
    });
    return show({
      title: wordsIn(ctx.locale)('orders'),
      isHidden: true,
      body: <Orders ctx={ctx} page={page} isFirst={query.cursor === undefined} />,
    });
  },
});

interface OrdersProps {
  readonly ctx: Ctx;
  readonly page: Page<OrderRow>;
  readonly isFirst: boolean;
}

function Orders({ ctx, page, isFirst }: OrdersProps): ReactNode {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const here = localePath(locale, '/orders');
  if (page.items.length === 0 && isFirst) {
    const browse = <LinkButton href={localePath(locale, '/courses')}>{t('browse')}</LinkButton>;
    return (
      <div className="wrap page-body">
        <EmptyState level={1} title={t('none')} text={t('noneText')} actions={browse} />
      </div>
    );
  }
  return (
    <div className="wrap page-body stack">
      <h1>{t('orders')}</h1>
      <Table
        caption={t('orders')}
        captionHidden
        rows={page.items}
        rowKey={({ id }) => id}
        columns={columnsIn(locale, here)}
      />
      <Pagination
        locale={locale}
        previous={isFirst ? undefined : { href: here }}
        next={page.nextCursor ? { href: `${here}?cursor=${page.nextCursor}` } : undefined}
      />
    </div>
  );
}

function columnsIn(locale: Locale, here: string): Column<OrderRow>[] {
  const t = wordsIn(locale);
  const link = (order: OrderRow) => <a href={`${here}/${order.id}`}>{order.title}</a>;
  const badge = (order: OrderRow) => <StateBadge order={order} locale={locale} />;
  return [
    { label: t('item'), cell: link },
    { label: t('state'), cell: badge },
    { label: t('placedAt'), cell: ({ createdAt }) => formatInstant(createdAt) },
    { label: t('total'), cell: ({ total }) => yuan(total), numeric: true },
  ];
}
