import type { Ctx } from '#platform/ctx.ts';
import type { Db } from '#platform/db.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import type { Locale } from '#kernel/locale.ts';
import { money, type Money } from '#kernel/money.ts';
import { sayPlan } from '#membership/words.ts';
import type { Term } from '#membership/types.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { readOrder } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { refundable } from '../rules.ts';
import type { OrderFilter, OrderItem } from '../schema.ts';
import {
  findOrderRow,
  neverPaid,
  selectDiscounts,
  selectOrders,
  selectNumbers,
  type NamedRow,
} from '../store/read.ts';
import type { OrderDiscount, OrderRow } from '../types.ts';

/** One order, for its buyer and for those who keep the books. @throws Refusal order.unknown, policy.* */
export async function getOrder(ctx: Ctx, id: string): Promise<OrderRow> {
  const order = await findOrderRow(ctx.db, id, ctx.locale);
  if (!order) throw refuse('order.unknown');
  assertReach(ctx, readOrder, order.buyerId);
  return rowOf(order, ctx.locale);
}

/** What is sold, by name: a work, or a tier and for how long. */
export function titleOf(name: string, term: Term | null, locale: Locale): string {
  return term ? sayPlan(name, term, locale) : name;
}

function rowOf({ term, days, ...row }: NamedRow, locale: Locale): OrderRow {
  return { ...row, title: titleOf(row.title, term && { term, days }, locale) };
}

/** What was taken off an order; whoever asks has checked who may know. */
export function listDiscounts(db: Db, orderId: string): Promise<OrderDiscount[]> {
  return selectDiscounts(db, orderId);
}

/** Whether somebody never paid an order: what newcomers' coupons are for. */
export function isNewcomer(ctx: Ctx, userId: string): Promise<boolean> {
  return neverPaid(ctx.db, userId);
}

interface OrderQuery {
  readonly filter: OrderFilter;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Orders, newest first: all for those who keep the books, one's own for everybody else. @throws Refusal policy.* */
export async function listOrders(
  ctx: Ctx,
  { filter, cursor, limit }: OrderQuery,
): Promise<Page<OrderRow>> {
  const isOwn = filter.scope === 'own' || reachOf(ctx, readOrder) !== 'any';
  const buyerId = isOwn ? actingUser(ctx).userId : filter.buyerId;
  const wanted = { ...filter, buyerId, locale: ctx.locale };
  const rows = await selectOrders(ctx.db, wanted, readIdCursor(cursor), limit + 1);
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (row) => rowOf(row, ctx.locale),
  );
}

/** What the buyer may still ask back by themselves; 0 when the window is closed. */
export function askableRefund(
  order: Pick<OrderRow, 'state' | 'total' | 'refunded' | 'refunding' | 'refundUntil'>,
  now: Date,
): Money {
  if (order.state === 'held') return refundable(order);
  const isOpen = order.state === 'paid' && order.refundUntil !== null && now <= order.refundUntil;
  return isOpen ? refundable(order) : money(0);
}

/** An order as it goes over the wire. */
export function toOrderItem(row: OrderRow): OrderItem {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    paidAt: row.paidAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    refundUntil: row.refundUntil?.toISOString() ?? null,
  };
}

/** The numbers of orders, by id; whoever asks has checked who may know. */
export async function nameOrders(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  return new Map((await selectNumbers(ctx.db, ids)).map(({ id, number }) => [id, number]));
}
