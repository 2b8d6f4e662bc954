import { giveTerm, takeBackGiven } from '#membership/service.ts';
import type { Order, Sold } from '#order/types.ts';
import { findByOrder, servePeriod } from '#subscription/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Tx } from '#platform/db.ts';

/**
 * Gives the membership that an order bought. When a subscription asked for it, what it replaces ends, and the subscription goes on
 * from its end.
 */
export async function givePlan(
  tx: Tx,
  ctx: Ctx,
  { id, buyerId: userId }: Pick<Order, 'id' | 'buyerId'>,
  sold: Sold & { readonly kind: 'plan' },
): Promise<void> {
  const charge = await findByOrder(tx, id);
  if (charge?.replacesId)
    await takeBackGiven(tx, { kind: 'order', id: charge.replacesId }, ctx.now);
  const source = { kind: 'order', id } as const;
  const wanted = { userId, tierId: sold.tierId, source, term: sold, isQuiet: Boolean(charge) };
  const given = await giveTerm(tx, ctx, wanted);
  if (charge && given) await servePeriod(tx, charge, given, ctx.now);
}
