import type { Locale } from '#kernel/locale.ts';
import { sayTitles } from '#order/words.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, readTimeCursor, type Page } from '#platform/cursor.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { readPayment, readRefund } from '../policy.ts';
import type {
  CaptureFilter,
  CaptureItem,
  RefundFilter,
  RefundItem,
  TransferFilter,
  TransferItem,
} from '../schema.ts';
import { selectCaptures, type CaptureRow } from '../store/capture.ts';
import { findMoneyOf, selectTransfers, type MoneyOfOrder } from '../store/payment.ts';
import { selectRefunds, type RefundRow } from '../store/refund.ts';

interface ListQuery<Filter> {
  readonly filter: Filter;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Refunds, newest first: all for those who keep the books, of one's own orders for everybody else. @throws Refusal policy.* */
export async function listRefunds(
  ctx: Ctx,
  query: ListQuery<RefundFilter>,
): Promise<Page<RefundItem>> {
  const buyerId = reachOf(ctx, readRefund) === 'any' ? undefined : actingUser(ctx).userId;
  const rows = await selectRefunds(
    ctx.db,
    { ...query.filter, buyerId, locale: ctx.locale },
    readTimeCursor(query.cursor),
    query.limit + 1,
  );
  return pageOf(
    rows,
    query.limit,
    (row) => [row.requestedAt, row.id],
    (row) => toRefundItem(row, ctx.locale),
  );
}

function toRefundItem(row: RefundRow, locale: Locale): RefundItem {
  const {
    id,
    orderId,
    orderNumber,
    buyerName,
    amount,
    cause,
    reason,
    state,
    tries,
    failure,
    gateway,
  } = row;
  return {
    id,
    orderId,
    orderNumber,
    buyerName,
    title: sayTitles(row.title, row.lineCount, locale),
    amount,
    cause,
    reason,
    state,
    tries,
    failure,
    gateway,
    requestedAt: row.requestedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

/** What happened to the money of an order, newest first. Whoever asks has checked who may know. */
export async function getMoneyOf(ctx: Ctx, orderId: string): Promise<MoneyOfOrder> {
  const { payments, refunds } = await findMoneyOf(ctx.db, orderId);
  const instant = (text: string) => new Date(text).toISOString();
  return {
    payments: payments.map((payment) => ({ ...payment, openedAt: instant(payment.openedAt) })),
    refunds: refunds.map((refund) => ({
      ...refund,
      requestedAt: instant(refund.requestedAt),
      finishedAt: refund.finishedAt && instant(refund.finishedAt),
    })),
  };
}

/** Transfers that are waited for, newest first. @throws Refusal policy.forbidden */
export async function listTransfers(
  ctx: Ctx,
  { filter, cursor, limit }: ListQuery<TransferFilter>,
): Promise<Page<TransferItem>> {
  assertReach(ctx, readPayment, null);
  const wanted = { ...filter, locale: ctx.locale };
  const rows = await selectTransfers(ctx.db, wanted, readIdCursor(cursor), limit + 1);
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    ({ lineCount, title, ...row }) => ({
      ...row,
      title: sayTitles(title, lineCount, ctx.locale),
      openedAt: row.openedAt.toISOString(),
    }),
  );
}

/** Money that came in, newest first. @throws Refusal policy.forbidden */
export async function listCaptures(
  ctx: Ctx,
  query: ListQuery<CaptureFilter>,
): Promise<Page<CaptureItem>> {
  assertReach(ctx, readPayment, null);
  const rows = await selectCaptures(
    ctx.db,
    query.filter,
    readIdCursor(query.cursor),
    query.limit + 1,
  );
  return pageOf(rows, query.limit, ({ id }) => [id], toCaptureItem);
}

function toCaptureItem(row: CaptureRow): CaptureItem {
  const { id, orderId, orderNumber, gateway, outTradeNo, transactionId, amount, fee, outcome } =
    row;
  return {
    id,
    orderId,
    orderNumber,
    gateway,
    outTradeNo,
    transactionId,
    amount,
    fee,
    outcome,
    returnState: row.returnState,
    paidAt: row.paidAt.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
  };
}
