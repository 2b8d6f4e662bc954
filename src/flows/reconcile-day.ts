import { Refusal } from '#kernel/refusal.ts';
import { businessDay, day as dayMs, after } from '#kernel/time.ts';
import { gatewayNamed } from '#payment/service/attempt.ts';
import { listBilledGateways } from '#settings/service/accounts.ts';
import {
  assertOver,
  asUnread,
  noteUnreadBill,
  readOurDay,
  recordReconciliation,
} from '#payment/service/reconciliation.ts';
import { reconcile } from '#payment/policy.ts';
import type { NewReconciliation } from '#payment/schema.ts';
import type { DayRefund, DaySide, Difference } from '#payment/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { GatewayRefused, GatewayUnavailable, type BillLine } from '#platform/gateway/gateway.ts';
import { oneByOne } from '#platform/one-by-one.ts';
import { assertReach } from '#platform/policy.ts';
import { applyCapture } from './pay-order.ts';
import { settleRefund } from './settle-refund.ts';

/** What a day's bill and our books had to tell each other. */
export interface Reconciled {
  /** Money that we had not heard of, and have applied now: the gateway's transactions. */
  readonly found: readonly string[];
  /** What they do not both say. */
  readonly open: readonly Difference[];
}

/**
 * Holds our books against a gateway's bill of one business day: applies what every notice and question lost, and keeps
 * what cannot be explained, for people to look at. Harmless to repeat.
 *
 * @throws GatewayUnavailable, GatewayRefused `not_ready`
 */
export async function reconcileDay(ctx: Ctx, gateway: string, date: string): Promise<Reconciled> {
  const bill = await (await gatewayNamed(ctx, gateway)).dailyBill(date);
  const billed = sideOf(bill);
  const before = await readOurDay(ctx, { gateway, day: date }, billed);
  const known = new Set(before.payments.map(({ transactionId }) => transactionId));
  const found: string[] = [];

  await oneByOne(ctx, bill, 'applying a line of the bill', async (line) => {
    if (line.kind === 'refund') return applyRefundLine(ctx, gateway, line);
    if (known.has(line.transactionId)) return;
    if (await applyPaymentLine(ctx, gateway, line)) found.push(line.transactionId);
  });

  const open = await recordReconciliation(ctx, { gateway, day: date }, billed, found);
  if (open.length > 0)
    ctx.ports.log.error('the bill and the books differ', { gateway, date, differences: open });
  return { found, open };
}

/** What a bill says that is over; a refund that is under way says nothing yet. */
function sideOf(bill: readonly BillLine[]): DaySide {
  return {
    payments: bill.filter(({ kind }) => kind === 'payment'),
    refunds: bill.filter(
      (line) => line.kind === 'refund' && line.state === 'succeeded',
    ) as DayRefund[],
  };
}

/**
 * Has the bills of a day that is over read again, those of one gateway or of all, for those who keep the books; audited.
 * A bill that cannot be read holds up no other.
 *
 * @throws Refusal payment.unknown_gateway, payment.day_not_over, payment.bill_not_ready, payment.bill_silent, policy.*
 */
export async function runReconciliation(
  ctx: Ctx,
  { gateway, day }: NewReconciliation,
): Promise<Reconciled> {
  assertReach(ctx, reconcile, null);
  if (gateway !== undefined) await gatewayNamed(ctx, gateway);
  assertOver(ctx, day);
  const names = gateway === undefined ? await listBilledGateways(ctx) : [gateway];
  const read: Reconciled[] = [];
  const unread: unknown[] = [];
  for (const name of names) {
    try {
      read.push(await reconcileDay(ctx, name, day));
    } catch (error) {
      unread.push(asUnread(error));
    }
  }
  if (unread.length > 0) throw unread[0];
  return {
    found: read.flatMap(({ found }) => found),
    open: read.flatMap(({ open }) => open),
  };
}

async function applyRefundLine(
  ctx: Ctx,
  gateway: string,
  line: Extract<BillLine, { kind: 'refund' }>,
): Promise<void> {
  const { outRefundNo, state, refundId, amount } = line;
  await settleRefund(ctx, gateway, { outRefundNo, state, refundId, amount });
}

/** False for a number that is not ours. */
async function applyPaymentLine(ctx: Ctx, gateway: string, line: BillLine): Promise<boolean> {
  const { outTradeNo, transactionId, amount, currency, at: paidAt } = line;
  try {
    await applyCapture(ctx, gateway, { outTradeNo, transactionId, amount, currency, paidAt });
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'payment.unknown') return false;
    throw error;
  }
}

const lookBackDays = 7;

/**
 * Reconciles the last seven days with every gateway, the oldest first: a bill that nobody could read, because the gateway
 * was silent or this house asleep, is read the next time.
 */
export async function reconcileLately(ctx: Ctx): Promise<void> {
  const names = await listBilledGateways(ctx);
  for (let back = lookBackDays; back >= 1; back -= 1) {
    const date = businessDay(after(ctx.now, -back * dayMs));
    for (const name of names) await readBill(ctx, name, date);
  }
}

async function readBill(ctx: Ctx, gateway: string, date: string): Promise<void> {
  try {
    await reconcileDay(ctx, gateway, date);
  } catch (error) {
    if (!(error instanceof GatewayUnavailable || error instanceof GatewayRefused)) throw error;
    ctx.ports.log.error('a bill could not be read', { gateway, date, why: error.message });
    await noteUnreadBill(ctx, { gateway, day: date }, whyUnread(error));
  }
}

function whyUnread(error: GatewayUnavailable | GatewayRefused): string {
  return error instanceof GatewayUnavailable ? error.reason : error.code;
}
