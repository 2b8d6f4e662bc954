import assert from 'node:assert/strict';
import { money, type Money } from '#kernel/money.ts';
import { lockBalances, posting, postTransaction } from '#ledger/service.ts';
import {
  availableAccount,
  commissionAccount,
  debtAccount,
  gatewayAccount,
  gatewayFeeAccount,
  lostFeeAccount,
  membershipAccount,
  pendingAccount,
  type AccountCode,
  type Movement,
} from '#ledger/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { oneByOne } from '#platform/one-by-one.ts';
import { publish } from '#platform/outbox.ts';
import type { Write } from '#platform/together.ts';
import '../events.ts';
import { credit, feeReturned, splitFee, splitRefund, splitSale, takeBack } from '../rules.ts';
import {
  lockEarnings,
  markReleased,
  newEarning,
  reverseEarning,
  selectDueEarnings,
} from '../store/earning.ts';
import type { Earning, LineReturn, Sale, Split } from '../types.ts';

/**
 * Writes that share a sale whose money is in, line by line: the gateway's fee, the house's part, and each creator's, which is held.
 * Each changes one row.
 */
export function sharing(sale: Sale, now: Date): Write[] {
  const fees = splitFee(
    sale.fee,
    sale.lines.map(({ gross }) => gross),
  );
  const shared = sale.lines.map((line, at) => ({
    line,
    split: splitSale(line.gross, fees[at]!, line.commissionBps),
  }));
  const from = gatewayAccount(sale.gateway);
  const posted = posting({
    key: sale.key,
    kind: 'sale',
    subjectId: sale.orderId,
    at: now,
    movements: summed(
      shared.flatMap(({ line, split }) => [
        { source: from, destination: gatewayFeeAccount(sale.gateway), amount: split.fee },
        { source: from, destination: houseAccount(line), amount: split.commission },
        ...(line.creatorId === null
          ? []
          : [{ source: from, destination: pendingAccount(line.creatorId), amount: split.creator }]),
      ]),
    ),
  });
  return [...shared.map(({ line, split }) => newEarning(sale, line, split, now)), ...posted];
}

const houseAccount = ({ creatorId }: Pick<Earning, 'creatorId'>) =>
  creatorId === null ? membershipAccount : commissionAccount;

/** The same movements, those between the same two accounts as one. */
function summed(movements: readonly Movement[]): Movement[] {
  const between = Map.groupBy(movements, ({ source, destination }) => `${source} ${destination}`);
  return [...between.values()].map((same) => ({
    ...same[0]!,
    amount: money(same.reduce((sum, { amount }) => sum + amount, 0)),
  }));
}

interface RefundedOrder {
  readonly id: string;
  readonly orderId: string;
  readonly amount: Money;
  readonly lines: readonly LineReturn[];
}

/**
 * Takes back from everybody what they got of these lines, which left the gateway by `refund`. What a creator does not have
 * any more is owed. The caller holds the order's row.
 */
export async function reverseSale(tx: Tx, refund: RefundedOrder, now: Date): Promise<void> {
  const earnings = await lockEarnings(tx, refund.orderId);
  const paid = refund.lines.filter(({ amount }) => amount > 0);
  const back = paid.map(({ lineId, amount }) => {
    const earning = earnings.find(({ orderLineId }) => orderLineId === lineId);
    assert(earning, `order ${refund.orderId} has no earning of ${lineId} to reverse`);
    return { earning, amount, parts: splitRefund(earning, earning.refunded, amount) };
  });
  for (const { earning, amount, parts } of back) {
    const reversal = { refundId: refund.id, gross: amount, split: parts, recordedAt: now };
    await reverseEarning(tx, earning, reversal);
  }

  const first = earnings[0]!;
  const to = gatewayAccount(first.gateway);
  const fee = feeBearer(first);
  const ofLines = back.reduce((sum, { parts }) => sum + parts.fee, 0);
  const rounding = (feeReturned(earnings, refund.amount) ?? ofLines) - ofLines;
  await postTransaction(tx, {
    key: `refund:${refund.id}`,
    kind: 'refund',
    subjectId: refund.orderId,
    at: now,
    movements: summed([
      ...back.flatMap(({ earning, parts }) => [
        { source: fee, destination: to, amount: parts.fee },
        { source: houseAccount(earning), destination: to, amount: parts.commission },
      ]),
      { source: fee, destination: commissionAccount, amount: money(Math.max(0, rounding)) },
      { source: commissionAccount, destination: fee, amount: money(Math.max(0, -rounding)) },
      ...(await takenFromCreators(tx, back, to)),
    ]),
  });
}

/** Who gives the fee of a refund back: the gateway, or the house for one that keeps it. */
const feeBearer = ({ gateway, feeBps }: Earning) =>
  feeBps === null ? lostFeeAccount : gatewayFeeAccount(gateway);

interface Returned {
  readonly earning: Earning;
  readonly parts: Split;
}

/** What each creator gives back: of what is held, or of what is theirs by now, under the locks that know it. */
async function takenFromCreators(
  tx: Tx,
  back: readonly Returned[],
  destination: AccountCode,
): Promise<Movement[]> {
  const held = back.flatMap(({ earning: { creatorId, releasedAt }, parts }) =>
    creatorId === null || releasedAt !== null
      ? []
      : [{ source: pendingAccount(creatorId), destination, amount: parts.creator }],
  );
  const owed = new Map<string, number>();
  for (const { earning, parts } of back) {
    const { creatorId, releasedAt } = earning;
    if (creatorId === null || releasedAt === null) continue;
    owed.set(creatorId, (owed.get(creatorId) ?? 0) + parts.creator);
  }
  if (owed.size === 0) return held;
  const creators = [...owed.keys()];
  const accounts = creators.flatMap((id) => [availableAccount(id), debtAccount(id)]);
  const balanceOf = await lockBalances(tx, accounts);
  const released = creators.flatMap((id) => {
    const [available, debt] = [availableAccount(id), debtAccount(id)];
    const { fromAvailable, fromDebt } = takeBack(money(owed.get(id)!), balanceOf(available));
    return [
      { source: available, destination, amount: fromAvailable },
      { source: debt, destination, amount: fromDebt },
    ];
  });
  return [...held, ...released];
}

/** Movements that bring `amount` from `source` to a creator: what they owe first, under the lock that knows it. */
export async function creditMovements(
  tx: Tx,
  creatorId: string,
  source: AccountCode,
  amount: Money,
): Promise<Movement[]> {
  const [available, debt] = [availableAccount(creatorId), debtAccount(creatorId)];
  const balanceOf = await lockBalances(tx, [available, debt]);
  const { toDebt, toAvailable } = credit(amount, balanceOf(debt));
  return [
    { source, destination: debt, amount: toDebt },
    { source, destination: available, amount: toAvailable },
  ];
}

const releaseBatch = 500;

/** Releases every earning whose refund window is closed. Answers how many. */
export async function releaseEarnings(ctx: Ctx): Promise<number> {
  for (let released = 0; ;) {
    const due = await selectDueEarnings(ctx.db, ctx.now, releaseBatch);
    const done = await oneByOne(ctx, due, 'releasing an earning', (id) => releaseEarning(ctx, id));
    released += done;
    if (due.length < releaseBatch || done === 0) return released;
  }
}

/** Releases one earning; nothing when its time has not come or another was faster. */
async function releaseEarning(ctx: Ctx, orderLineId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const earning = await markReleased(tx, orderLineId, ctx.now);
    if (!earning) return;
    const { creatorId } = earning;
    assert(creatorId, `earning ${orderLineId} is the house's and waits for nothing`);
    const amount = money(earning.amount - earning.reversed);
    if (amount > 0) {
      const movements = await creditMovements(tx, creatorId, pendingAccount(creatorId), amount);
      const key = `release:${orderLineId}`;
      await postTransaction(tx, {
        key,
        kind: 'release',
        subjectId: earning.orderId,
        at: ctx.now,
        movements,
      });
    }
    await publish(tx, 'earning.released', { orderLineId, creatorId });
  });
}
