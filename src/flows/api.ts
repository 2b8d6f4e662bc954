import { z } from 'zod';
import { holdCoupons } from '#coupon/policy.ts';
import { TakeCoupon } from '#coupon/schema.ts';
import { mayReadAudit } from '#audit/policy.ts';
import { AuditFilter, AuditItem } from '#audit/schema.ts';
import { deedWords } from '#audit/words.ts';
import { readBytes } from '#platform/http/mount-api.ts';
import { apiRoute, listRoute, rawRoute, type Route } from '#platform/http/route.ts';
import { buyOffers, placeOrders, readOrder } from '#order/policy.ts';
import { NewBasket, NewOrder, OrderId, QuoteItem } from '#order/schema.ts';
import { checkOut, quoteItem } from '#order/service/price-order.ts';
import { orderStates } from '#order/types.ts';
import { confirmByHand, payOrders, reconcile, sendNotices } from '#payment/policy.ts';
import {
  NewReconciliation,
  OrderDetail,
  ReceivedTransfer,
  Reconciled,
  StartedPayment,
  StartPayment,
} from '#payment/schema.ts';
import { readTeams } from '#team/policy.ts';
import { MemberList, TeamId } from '#team/schema.ts';
import { listMembersWithOrders } from './read-team.ts';
import { refundApi } from './api/refunds.ts';
import { takeCoupon } from './claim-coupon.ts';
import { cancelOrder } from './close-orders.ts';
import { confirmRefund, confirmTransfer } from './confirm-transfer.ts';
import { getOrderDetail } from './read-order.ts';
import { listNamedAudit } from './read-audit.ts';
import { receiveNotice } from './receive-notice.ts';
import { runReconciliation } from './reconcile-day.ts';
import { buyBasket, buyOffer, startPayment } from './start-payment.ts';

const placed = z.object({
  id: z.uuid(),
  number: z.string(),
  state: z.enum(orderStates),
  total: z.int(),
});
const noticeLimit = 64 * 1024;

/** The way of an order through several domains, over HTTP. */
export const flowApi: readonly Route[] = [
  apiRoute({
    method: 'POST',
    path: '/orders',
    may: placeOrders,
    summary: { zh: '下单', en: 'Place an order.' },
    body: NewOrder,
    answer: placed,
    status: 201,
    run: async (ctx, { body }) => {
      const { id, number, state, total } = await buyOffer(ctx, body);
      return { id, number, state, total };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/cart/orders',
    may: placeOrders,
    summary: {
      zh: '购物车下单：几件作品一笔订单',
      en: 'Buy works of the cart in one order.',
    },
    body: NewBasket,
    answer: placed,
    status: 201,
    run: async (ctx, { body }) => {
      const { id, number, state, total } = await buyBasket(ctx, body);
      return { id, number, state, total };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/offers/:id/quote',
    may: buyOffers,
    summary: { zh: '试算：应付多少，用了哪些优惠', en: 'What an offer would cost, and why.' },
    params: OrderId,
    answer: QuoteItem,
    run: async (ctx, { params }) => quoteItem(await checkOut(ctx, params.id)),
  }),
  apiRoute({
    method: 'POST',
    path: '/coupon-claims',
    may: holdCoupons,
    summary: { zh: '领取优惠券，或兑换优惠码', en: 'Take a coupon, or the one of a code.' },
    body: TakeCoupon,
    answer: z.object({ id: z.uuid() }),
    status: 201,
    run: async (ctx, { body }) => ({ id: await takeCoupon(ctx, body) }),
  }),
  apiRoute({
    method: 'GET',
    path: '/orders/:id',
    may: readOrder,
    summary: { zh: '订单详情', en: 'One order.' },
    params: OrderId,
    answer: OrderDetail,
    run: (ctx, { params }) => getOrderDetail(ctx, params.id),
  }),
  apiRoute({
    method: 'POST',
    path: '/orders/:id/payments',
    may: payOrders,
    summary: { zh: '发起支付', en: 'Start to pay an order.' },
    params: OrderId,
    body: StartPayment,
    answer: StartedPayment,
    status: 201,
    run: (ctx, { params, body }) => startPayment(ctx, params.id, body.gateway),
  }),
  apiRoute({
    method: 'PUT',
    path: '/orders/:id/closure',
    may: payOrders,
    summary: { zh: '取消未支付的订单', en: 'Give up an unpaid order.' },
    params: OrderId,
    run: (ctx, { params }) => cancelOrder(ctx, params.id),
  }),
  ...refundApi,
  apiRoute({
    method: 'GET',
    path: '/teams/:id/members',
    may: readTeams,
    summary: { zh: '团员与订单', en: 'Who is in a team, with their orders.' },
    params: TeamId,
    answer: MemberList,
    run: async (ctx, { params }) => ({ items: await listMembersWithOrders(ctx, params.id) }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/transfers/:id/receipt',
    may: confirmByHand,
    summary: { zh: '确认转账到账', en: 'Confirm that a transfer arrived.' },
    params: OrderId,
    body: ReceivedTransfer,
    answer: z.object({ outcome: z.string() }),
    run: async (ctx, { params, body }) => ({
      outcome: await confirmTransfer(ctx, params.id, body),
    }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/refunds/:id/payment',
    may: confirmByHand,
    summary: { zh: '确认已手工退款', en: 'Confirm that a refund was sent by hand.' },
    params: OrderId,
    run: (ctx, { params }) => confirmRefund(ctx, params.id),
  }),
  listRoute({
    path: '/audit-records',
    may: mayReadAudit,
    summary: { zh: '操作日志', en: 'Audit records' },
    query: AuditFilter,
    item: AuditItem,
    columns: [
      { title: { zh: '时间', en: 'At' }, value: ({ at }) => at },
      {
        title: { zh: '操作人', en: 'Who' },
        value: ({ actorId, names }) => actorId && (names[actorId] ?? actorId),
      },
      { title: { zh: '操作', en: 'Deed' }, value: ({ deed }) => deedWords[deed] ?? deed },
      {
        title: { zh: '对象', en: 'Subject' },
        value: ({ subject, names }) => names[subject] ?? subject,
      },
      { title: { zh: '详情', en: 'Detail' }, value: ({ detail }) => JSON.stringify(detail) },
      { title: { zh: '对象编号', en: 'Subject’s id' }, value: ({ subject }) => subject },
      { title: { zh: '地址', en: 'Address' }, value: ({ ip }) => ip },
    ],
    run: (ctx, { query, cursor, limit }) => listNamedAudit(ctx, { filter: query, cursor, limit }),
  }),
  apiRoute({
    method: 'POST',
    path: '/reconciliations',
    may: reconcile,
    summary: { zh: '重新核对某天的账单', en: 'Have a day’s bill read again.' },
    body: NewReconciliation,
    answer: Reconciled,
    run: async (ctx, { body }) => {
      const { found, open } = await runReconciliation(ctx, body);
      return { found: found.length, open: open.length };
    },
  }),
  rawRoute({
    method: 'POST',
    path: '/payment/notices/:gateway',
    may: sendNotices,
    isSigned: true,
    run: async (ctx, c) => {
      const body = await readBytes(c, noticeLimit);
      const gateway = c.req.param('gateway') ?? '';
      const understood = await receiveNotice(ctx, gateway, c.req.raw.headers, body);
      return understood === ''
        ? new Response(null, { status: 204 })
        : new Response(understood, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
    },
  }),
];
