import type { Ctx } from '#platform/ctx.ts';
import type { Db } from '#platform/db.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import type { Locale } from '#kernel/locale.ts';
import { money } from '#kernel/money.ts';
import { sayPlan } from '#membership/words.ts';
import type { Term } from '#membership/types.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { readOrder } from '../policy.ts';
import { refuse } from '../refusals.ts';
import type { OrderFilter, OrderItem } from '../schema.ts';
import {
  findNumberOf,
  neverPaid,
  selectDiscounts,
  selectOrder,
  selectOrders,
  selectNumbers,
  type NamedRow,
} from '../store/read.ts';
import type { LineRow, OrderDiscount, OrderRow } from '../types.ts';
import { sayTitles } from '../words.ts';

/** One order, for its buyer and for those who keep the books. @throws Refusal order.unknown, policy.* */
export async function getOrder(ctx: Ctx, id: string): Promise<OrderRow> {
  const [order] = ordersIn(await selectOrder(ctx.db, id, ctx.locale), ctx.locale);
  if (!order) throw refuse('order.unknown');
  assertReach(ctx, readOrder, order.buyerId);
  return order;
}

/** What is sold, by name: a work, or a tier and for how long. */
export function titleOf(name: string, term: Term | null, locale: Locale): string {
  return term ? sayPlan(name, term, locale) : name;
}

/** The orders of these rows, which are their lines, in their order. */
function ordersIn(rows: readonly NamedRow[], locale: Locale): OrderRow[] {
  return [...Map.groupBy(rows, ({ id }) => id).values()].map((own) => {
    const lines = own.map((row) => lineIn(row, locale));
    const listPrice = money(lines.reduce((sum, line) => sum + line.listPrice, 0));
    const { id, number, buyerId, buyerName, state, total, currency, refunded } = own[0]!;
    const { refunding, createdAt, expiresAt, paidAt, closedAt, refundUntil } = own[0]!;
    const whose = { id, number, buyerId, buyerName, state };
    const amounts = { listPrice, total, currency, refunded, refunding };
    const times = { createdAt, expiresAt, paidAt, closedAt, refundUntil };
    const title = sayTitles(lines[0]!.title, lines.length, locale);
    return { ...whose, ...amounts, ...times, title, lines };
  });
}

function lineIn(row: NamedRow, locale: Locale): LineRow {
  const { lineId: id, listPrice, kind, workId, workSlug, creatorName, refundDays } = row;
  const { term, days, accessDays } = row;
  return {
    id,
    kind,
    workId,
    workSlug,
    creatorName,
    listPrice,
    refundDays,
    accessDays,
    price: row.linePrice,
    refunded: row.lineRefunded,
    refunding: row.lineRefunding,
    title: titleOf(row.lineTitle, term && { term, days }, locale),
  };
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
    ordersIn(rows, ctx.locale),
    limit,
    ({ id }) => [id],
    (order) => order,
  );
}

/** An order as it goes over the wire. */
export function toOrderItem(row: OrderRow): OrderItem {
  return {
    ...row,
    lines: [...row.lines],
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    paidAt: row.paidAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    refundUntil: row.refundUntil?.toISOString() ?? null,
  };
}

/** The number of the order that has this line; whoever asks has checked who may know. */
export async function nameOrderOf(ctx: Ctx, lineId: string): Promise<string | undefined> {
  return findNumberOf(ctx.db, lineId);
}

/** The numbers of orders, by id; whoever asks has checked who may know. */
export async function nameOrders(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  return new Map((await selectNumbers(ctx.db, ids)).map(({ id, number }) => [id, number]));
}
