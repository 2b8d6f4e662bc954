import { onMany, type Reaction } from '#platform/outbox.ts';
import { clearBought } from './service.ts';

/** What somebody bought is not in their cart any more, however they bought it. */
export const cartReactions: readonly Reaction[] = [
  onMany('order.paid', 'cart.clear_bought', (ctx, paid) =>
    clearBought(
      ctx.db,
      paid.map(({ orderId }) => orderId),
    ),
  ),
];
