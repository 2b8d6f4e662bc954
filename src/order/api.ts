import { decimalMoney, money } from '#kernel/money.ts';
import { listRoute, type Route } from '#platform/http/route.ts';
import { readOrder } from './policy.ts';
import { OrderFilter, OrderItem } from './schema.ts';
import { listOrders, toOrderItem } from './service/read-order.ts';
import { orderStateWords } from './words.ts';

const allOf = <T>(lines: readonly T[], name: (line: T) => string | null) =>
  [...new Set(lines.flatMap((line) => name(line) ?? []))].join('；');

/** The list of orders; what else can be done with them spans domains and stands in `flows/api.ts`. */
export const orderApi: readonly Route[] = [
  listRoute({
    path: '/orders',
    may: readOrder,
    summary: { zh: '订单列表', en: 'Orders.' },
    query: OrderFilter,
    item: OrderItem,
    columns: [
      { title: { zh: '订单号', en: 'Number' }, value: ({ number }) => number },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => orderStateWords[state] },
      {
        title: { zh: '商品', en: 'Item' },
        value: ({ lines }) => allOf(lines, ({ title }) => title),
      },
      {
        title: { zh: '讲师', en: 'Instructor' },
        value: ({ lines }) => allOf(lines, ({ creatorName }) => creatorName),
      },
      { title: { zh: '买家', en: 'Buyer' }, value: ({ buyerName }) => buyerName },
      {
        title: { zh: '金额（元）', en: 'Total (CNY)' },
        value: ({ total }) => decimalMoney(money(total)),
      },
      {
        title: { zh: '已退（元）', en: 'Refunded (CNY)' },
        value: ({ refunded }) => decimalMoney(money(refunded)),
      },
      { title: { zh: '下单时间', en: 'Placed' }, value: ({ createdAt }) => createdAt },
      { title: { zh: '支付时间', en: 'Paid' }, value: ({ paidAt }) => paidAt },
    ],
    run: async (ctx, { query, cursor, limit }) => {
      const page = await listOrders(ctx, { filter: query, cursor, limit });
      return { ...page, items: page.items.map(toOrderItem) };
    },
  }),
];
