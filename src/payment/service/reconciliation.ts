import { recordAudit } from '#audit/service.ts';
import { after, businessDay, day as dayMs, startOfBusinessDay } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readCursor, readTimeCursor, refuseCursor, type Page } from '#platform/cursor.ts';
import { inTransaction } from '#platform/db.ts';
import { GatewayRefused, GatewayUnavailable } from '#platform/gateway/gateway.ts';
import { assertReach } from '#platform/policy.ts';
import { readReconciliation } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { differencesOf } from '../rules.ts';
import type {
  DifferenceFilter,
  DifferenceItem,
  ReconciliationFilter,
  ReconciliationItem,
} from '../schema.ts';
import {
  noteUnread,
  putDifferences,
  selectDayPayments,
  selectDifferences,
  selectReconciliations,
  selectRefundsBy,
  upsertReconciliation,
  type DifferenceRow,
  type ReconciliationRow,
} from '../store/reconciliation.ts';
import type { DaySide, Difference, OurDay } from '../types.ts';

/** A gateway's business day. */
export interface GatewayDay {
  readonly gateway: string;
  readonly day: string;
}

/** What we have of a day's bill: all that came in on that day, and what of the bill's refunds is ours. */
export async function readOurDay(
  ctx: Ctx,
  { gateway, day }: GatewayDay,
  billed: DaySide,
): Promise<OurDay> {
  const from = startOfBusinessDay(day);
  const numbers = billed.refunds.map(({ outRefundNo }) => outRefundNo);
  const [payments, refunds] = await Promise.all([
    selectDayPayments(ctx.db, gateway, from, after(from, dayMs)),
    selectRefundsBy(ctx.db, numbers),
  ]);
  return { payments, refunds };
}

const sumOf = (amounts: readonly { readonly amount: number }[]) =>
  amounts.reduce((sum, { amount }) => sum + amount, 0);

/**
 * Writes how a day's bill and our books stand to each other, audited when somebody asked for it; what `found` names was
 * learned from the bill. Answers what is open.
 */
export async function recordReconciliation(
  ctx: Ctx,
  day: GatewayDay,
  billed: DaySide,
  found: readonly string[],
): Promise<Difference[]> {
  const ours = await readOurDay(ctx, day, billed);
  const open = differencesOf(billed, ours);
  const learned = ours.payments
    .filter(({ transactionId }) => found.includes(transactionId))
    .map(({ transactionId: number, amount, orderId }) => ({
      kind: 'found' as const,
      number,
      billed: amount,
      ours: amount,
      orderId,
    }));
  await inTransaction(ctx, async (tx) => {
    const sums = {
      billedPayments: billed.payments.length,
      billedPaid: sumOf(billed.payments),
      ourPayments: ours.payments.length,
      ourPaid: sumOf(ours.payments),
      billedRefunds: billed.refunds.length,
      billedRefunded: sumOf(billed.refunds),
      ourRefunds: ours.refunds.length,
      ourRefunded: sumOf(ours.refunds),
    };
    await upsertReconciliation(tx, day, sums, ctx.now);
    await putDifferences(tx, day, [...learned, ...open], ctx.now);
    if (ctx.actor.kind === 'user')
      await recordAudit(tx, ctx, 'payment.reconcile', `${day.gateway} ${day.day}`, {
        found: found.length,
        open: open.length,
      });
  });
  return open;
}

/** Refuses to look at a day that is not over. @throws Refusal payment.day_not_over */
export function assertOver(ctx: Ctx, day: string): void {
  if (day >= businessDay(ctx.now)) throw refuse('payment.day_not_over');
}

/** What stands in the way of reading a bill, in words for who asked; any other error as it is. */
export function asUnread(error: unknown): unknown {
  if (error instanceof GatewayUnavailable) return refuse('payment.bill_silent');
  return error instanceof GatewayRefused ? refuse('payment.bill_not_ready') : error;
}

/** Notes that a day's bill could not be read, and why. */
export async function noteUnreadBill(ctx: Ctx, day: GatewayDay, why: string): Promise<void> {
  await noteUnread(ctx.db, day, why);
}

interface ListQuery<Filter> {
  readonly filter: Filter;
  readonly cursor: string | undefined;
  readonly limit: number;
}

const date = /^[1-9]\d{3}-\d{2}-\d{2}$/;
const gatewayName = /^[a-z][a-z0-9-]{0,31}$/;

/** Days with their bills, the latest first. @throws Refusal policy.forbidden, input.cursor */
export async function listReconciliations(
  ctx: Ctx,
  { filter, cursor, limit }: ListQuery<ReconciliationFilter>,
): Promise<Page<ReconciliationItem>> {
  assertReach(ctx, readReconciliation, null);
  const rows = await selectReconciliations(ctx.db, {
    ...filter,
    place: cursor === undefined ? undefined : dayAt(cursor),
    limit: limit + 1,
  });
  return pageOf(rows, limit, ({ day, gateway }) => [day, gateway], toReconciliation);
}

function dayAt(cursor: string): GatewayDay {
  const [day, gateway] = readCursor(cursor, 2).map(String) as [string, string];
  const isOurs =
    date.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && gatewayName.test(gateway);
  if (!isOurs) throw refuseCursor('input.cursor');
  return { day, gateway };
}

function toReconciliation(row: ReconciliationRow): ReconciliationItem {
  const isRead = row.checkedAt !== null;
  return {
    ...row,
    state: isRead ? (row.open > 0 ? 'differs' : 'clear') : 'unread',
    checkedAt: row.checkedAt?.toISOString() ?? null,
  };
}

/** What bills and books did not both say, the latest first. @throws Refusal policy.forbidden, input.cursor */
export async function listDifferences(
  ctx: Ctx,
  { filter: { open, ...filter }, cursor, limit }: ListQuery<DifferenceFilter>,
): Promise<Page<DifferenceItem>> {
  assertReach(ctx, readReconciliation, null);
  const rows = await selectDifferences(
    ctx.db,
    { ...filter, isOpen: open === 'yes' },
    readTimeCursor(cursor),
    limit + 1,
  );
  return pageOf(rows, limit, (row) => [row.notedAt, row.id], toDifference);
}

function toDifference(row: DifferenceRow): DifferenceItem {
  return {
    ...row,
    notedAt: row.notedAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  };
}
