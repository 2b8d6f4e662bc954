import { formatMoney } from '#kernel/money.ts';
import { findBalances } from '#ledger/service.ts';
import { availableAccount, debtAccount, pendingAccount } from '#ledger/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readTimeCursor, type Page } from '#platform/cursor.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { getSiteSettings } from '#settings/service.ts';
import { readEarnings, readPayout } from '../policy.ts';
import { maskPayee } from '../rules.ts';
import type { CreatorBalance, PayoutFilter, PayoutItem, SaleItem } from '../schema.ts';
import { selectSales, selectUpcoming, type SaleRow } from '../store/earning.ts';
import { selectPayouts, sumPayouts, type PayoutRow, selectPayoutNames } from '../store/payout.ts';

/** What the acting creator has: pending, free, on its way, paid, owed. @throws Refusal policy.* */
export async function getBalance(ctx: Ctx): Promise<CreatorBalance> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, readEarnings, userId);
  const [pending, available, debt] = [
    pendingAccount(userId),
    availableAccount(userId),
    debtAccount(userId),
  ];
  const [balanceOf, sums, upcoming, { minPayout }] = await Promise.all([
    findBalances(ctx.db, [pending, available, debt]),
    sumPayouts(ctx.db, userId),
    selectUpcoming(ctx.db, userId),
    getSiteSettings(ctx),
  ]);
  return {
    pending: balanceOf(pending),
    available: balanceOf(available),
    // Debt is kept below zero; `0 -` also spares readers a negative zero.
    debt: 0 - balanceOf(debt),
    ...sums,
    leastPayout: minPayout,
    upcoming,
  };
}

interface ListQuery<Filter> {
  readonly filter: Filter;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** The acting creator's sales, newest first; nothing in them tells who bought. @throws Refusal policy.*, input.cursor */
export async function listSales(ctx: Ctx, query: ListQuery<unknown>): Promise<Page<SaleItem>> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, readEarnings, userId);
  const rows = await selectSales(
    ctx.db,
    { creatorId: userId, locale: ctx.locale },
    readTimeCursor(query.cursor),
    query.limit + 1,
  );
  return pageOf(rows, query.limit, (row) => [row.earnedAt, row.orderLineId], toSale);
}

function toSale(row: SaleRow): SaleItem {
  return {
    ...row,
    earnedAt: row.earnedAt.toISOString(),
    releaseAt: row.releaseAt.toISOString(),
    releasedAt: row.releasedAt?.toISOString() ?? null,
  };
}

/** Payouts, newest first: all for those who keep the books, one's own for creators; payees masked. @throws Refusal policy.*, input.cursor */
export async function listPayouts(
  ctx: Ctx,
  query: ListQuery<PayoutFilter>,
): Promise<Page<PayoutItem>> {
  const creatorId = reachOf(ctx, readPayout) === 'any' ? undefined : actingUser(ctx).userId;
  const filter = { ...query.filter, creatorId, locale: ctx.locale };
  const rows = await selectPayouts(ctx.db, filter, readTimeCursor(query.cursor), query.limit + 1);
  return pageOf(rows, query.limit, (row) => [row.requestedAt, row.id], toPayout);
}

function toPayout(row: PayoutRow): PayoutItem {
  const { tries: _, ...shown } = row;
  return {
    ...shown,
    payee: maskPayee(row.payee),
    requestedAt: row.requestedAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

/** What payouts are called: whose, and how much; whoever asks has checked who may know. */
export async function namePayouts(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await selectPayoutNames(ctx.db, ids, ctx.locale);
  return new Map(rows.map(({ id, name, amount }) => [id, `${name} ${formatMoney(amount)}`]));
}
