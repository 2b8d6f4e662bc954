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
import { credit, splitRefund, splitSale, takeBack } from '../rules.ts';
import {
  lockEarning,
  markReleased,
  newEarning,
  reverseEarning,
  selectDueEarnings,
} from '../store/earning.ts';
import type { Earning, Sale } from '../types.ts';

/**
 * Writes that share a sale whose money is in: the gateway's fee, the house's part, and the creator's, which is held. Each
 * changes one row.
 */
export function sharing(sale: Sale, now: Date): Write[] {
  const split = splitSale(sale.gross, sale.fee, sale.commissionBps);
  const from = gatewayAccount(sale.gateway);
  const posted = posting({
    key: sale.key,
    kind: 'sale',
    subjectId: sale.orderId,
    at: now,
    movements: [
      { source: from, destination: gatewayFeeAccount(sale.gateway), amount: split.fee },
      { source: from, destination: houseAccount(sale), amount: split.commission },
      ...(sale.creatorId === null
        ? []
        : [{ source: from, destination: pendingAccount(sale.creatorId), amount: split.creator }]),
    ],
  });
  return [newEarning(sale, split, now), ...posted];
}

const houseAccount = ({ creatorId }: Pick<Earning, 'creatorId'>) =>
  creatorId === null ? membershipAccount : commissionAccount;

/**
 * Takes back from everybody what they got of `amount`, which left the gateway by `refundId`. What a creator does not have
 * any more is owed. The caller holds the order's row.
 */
export async function reverseSale(
  tx: Tx,
  refund: { readonly id: string; readonly orderId: string; readonly amount: Money },
  now: Date,
): Promise<void> {
  const earning = await lockEarning(tx, refund.orderId);
  assert(earning, `order ${refund.orderId} has no earning to reverse`);
  const parts = splitRefund(earning, earning.refunded, refund.amount);
  const reversal = { refundId: refund.id, gross: refund.amount, split: parts, recordedAt: now };
  await reverseEarning(tx, earning, reversal);

  const to = gatewayAccount(earning.gateway);
  await postTransaction(tx, {
    key: `refund:${refund.id}`,
    kind: 'refund',
    subjectId: refund.orderId,
    at: now,
    movements: [
      { source: feeBearer(earning), destination: to, amount: parts.fee },
      { source: houseAccount(earning), destination: to, amount: parts.commission },
      ...(await takenFromCreator(tx, earning, parts.creator, to)),
    ],
  });
}

/** Who gives the fee of a refund back: the gateway, or the house for one that keeps it. */
const feeBearer = ({ gateway, feeBps }: Earning) =>
  feeBps === null ? lostFeeAccount : gatewayFeeAccount(gateway);

async function takenFromCreator(
  tx: Tx,
  { creatorId, releasedAt }: Earning,
  amount: Money,
  destination: AccountCode,
): Promise<Movement[]> {
  if (creatorId === null) return [];
  if (releasedAt === null) return [{ source: pendingAccount(creatorId), destination, amount }];
  const [available, debt] = [availableAccount(creatorId), debtAccount(creatorId)];
  const balanceOf = await lockBalances(tx, [available, debt]);
  const { fromAvailable, fromDebt } = takeBack(amount, balanceOf(available));
  return [
    { source: available, destination, amount: fromAvailable },
    { source: debt, destination, amount: fromDebt },
  ];
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
