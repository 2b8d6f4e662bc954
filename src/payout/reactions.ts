import { on, type Reaction } from '#platform/outbox.ts';
import './events.ts';
import { sendPayout } from './service/send.ts';

/** An approved payout goes out at once; the sweep sends what this did not. */
export const payoutReactions: readonly Reaction[] = [
  on('payout.approved', 'payout.send_approved', (ctx, { payoutId }) => sendPayout(ctx, payoutId)),
];
