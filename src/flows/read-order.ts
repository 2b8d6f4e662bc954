import { listTransactionsAbout } from '#ledger/service.ts';
import { readLedger } from '#ledger/policy.ts';
import { getOrder, toOrderItem } from '#order/service/read-order.ts';
import type { OrderDetail } from '#payment/schema.ts';
import { getMoneyOf } from '#payment/service/read.ts';
import type { Ctx } from '#platform/ctx.ts';
import { reachOf } from '#platform/policy.ts';

/** An order with everything that happened to its money; postings only for those who keep the books. @throws Refusal order.unknown, policy.* */
export async function getOrderDetail(ctx: Ctx, id: string): Promise<OrderDetail> {
  const order = await getOrder(ctx, id);
  const isKeeper = reachOf(ctx, readLedger) === 'any';
  const [{ payments, refunds }, transactions] = await Promise.all([
    getMoneyOf(ctx, id),
    isKeeper ? listTransactionsAbout(ctx.db, [id]) : [],
  ]);
  return {
    ...toOrderItem(order),
    payments: [...payments],
    // Why a gateway balks is for those who can do something about it.
    refunds: refunds.map((refund) => ({ ...refund, failure: isKeeper ? refund.failure : null })),
    transactions,
  };
}
