import '#order/events.ts';
import { on, type Reaction } from '#platform/outbox.ts';
import { followRefund } from './service/keep-fapiao.ts';

/** What was written about an order follows what goes back of it. */
export const invoiceReactions: readonly Reaction[] = [
  on('order.refunded', 'invoice.follow_refund', (ctx, { orderId }) => followRefund(ctx, orderId)),
];
