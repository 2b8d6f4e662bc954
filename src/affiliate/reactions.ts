import { onMany, type Reaction } from '#platform/outbox.ts';
import { renewByPurchase } from './service.ts';

/** A purchase may keep its buyer with their promoter. While that is off nothing asks the database. */
export const affiliateReactions: readonly Reaction[] = [
  onMany('order.paid', 'affiliate.renew', async (ctx, facts) => {
    for (const { buyerId } of facts) await renewByPurchase(ctx, buyerId);
  }),
];
