import { on, type Reaction } from '#platform/outbox.ts';
import { sendRefund } from './settle-refund.ts';

/** A refund goes out as soon as its intent is in; the sweep sends what this did not. */
export const flowReactions: readonly Reaction[] = [
  on('refund.requested', 'refund.send_requested', (ctx, { refundId }) => sendRefund(ctx, refundId)),
];
