import { isId } from '#kernel/id.ts';
import { formatMoney } from '#kernel/money.ts';
import { findBalances } from '#ledger/service.ts';
import { availableAccount, debtAccount, pendingAccount } from '#ledger/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readCursor, readTimeCursor, refuseCursor, type Page } from '#platform/cursor.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { getSiteSettings } from '#settings/service.ts';
import { readEarnings, readOwnShares, readPayout } from '../policy.ts';
import { maskPayee } from '../rules.ts';
import type {
  CreatorBalance,
  PayoutFilter,
  PayoutItem,
  SaleItem,
  ShareBalance,
  ShareItem,
} from '../schema.ts';
import { selectSales, selectShares, selectUpcoming, type SaleRow } from '../store/earning.ts';
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
    sumPayouts(ctx.db, { kind: 'creator', id: userId }),
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
  const owner = reachOf(ctx, readPayout) === 'any' ? undefined : ownPocket(ctx);
  const filter = { ...query.filter, owner, locale: ctx.locale };
  const rows = await selectPayouts(ctx.db, filter, readTimeCursor(query.cursor), query.limit + 1);
  return pageOf(rows, query.limit, (row) => [row.requestedAt, row.id], toPayout);
}

const ownPocket = (ctx: Ctx) => ({ kind: 'creator', id: actingUser(ctx).userId }) as const;

/** The acting promoter's payouts, newest first. @throws Refusal policy.*, input.cursor */
export async function listOwnPayouts(
  ctx: Ctx,
  query: ListQuery<PayoutFilter>,
): Promise<Page<PayoutItem>> {
  const { userId: id } = actingUser(ctx);
  assertReach(ctx, readOwnShares, id);
  const owner = { kind: 'promoter', id } as const;
  const filter = { ...query.filter, owner, locale: ctx.locale };
  const rows = await selectPayouts(ctx.db, filter, readTimeCursor(query.cursor), query.limit + 1);
  return pageOf(rows, query.limit, (row) => [row.requestedAt, row.id], toPayout);
}

/** What the acting promoter has: pending, free, on its way, paid, owed. @throws Refusal policy.* */
export async function getShareBalance(ctx: Ctx): Promise<ShareBalance> {
  const { userId: id } = actingUser(ctx);
  assertReach(ctx, readOwnShares, id);
  const [pending, available, debt] = [
    pendingAccount(id, 'promoter'),
    availableAccount(id, 'promoter'),
    debtAccount(id, 'promoter'),
  ];
  const [balanceOf, sums, { minPayout }] = await Promise.all([
    findBalances(ctx.db, [pending, available, debt]),
    sumPayouts(ctx.db, { kind: 'promoter', id }),
    getSiteSettings(ctx),
  ]);
  return {
    pending: balanceOf(pending),
    available: balanceOf(available),
    debt: 0 - balanceOf(debt),
    ...sums,
    leastPayout: minPayout,
  };
}

/** What the acting promoter earned, line by line, newest first. @throws Refusal policy.*, input.cursor */
export async function listShares(ctx: Ctx, query: ListQuery<unknown>): Promise<Page<ShareItem>> {
  const { userId: promoterId } = actingUser(ctx);
  assertReach(ctx, readOwnShares, promoterId);
  const wanted = { promoterId, locale: ctx.locale };
  const rows = await selectShares(ctx.db, wanted, placeOf(query.cursor), query.limit + 1);
  return pageOf(
    rows,
    query.limit,
    (row) => [row.earnedAt, row.orderLineId, row.level],
    ({ earnedAt, releaseAt, releasedAt, ...row }) => ({
      ...row,
      earnedAt: earnedAt.toISOString(),
      releaseAt: releaseAt.toISOString(),
      releasedAt: releasedAt?.toISOString() ?? null,
    }),
  );
}

/** The share in a cursor. @throws Refusal input.cursor */
function placeOf(cursor: string | undefined) {
  if (cursor === undefined) return undefined;
  const [at, id, level] = readCursor(cursor, 3);
  const isShare =
    !Number.isNaN(Date.parse(String(at))) && isId(String(id)) && (level === 1 || level === 2);
  if (!isShare) throw refuseCursor('input.cursor');
  return { at: String(at), id: String(id), level: Number(level) };
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
