import type { Sweep } from '#platform/jobs.ts';
import { closeOrders } from './close-orders.ts';
import { pollPayments } from './poll-payments.ts';
import { noticeRenewals, renewSubscriptions } from './renew-subscriptions.ts';
import { reconcileLately } from './reconcile-day.ts';
import { sendRefunds } from './settle-refund.ts';
import { endTeams } from './settle-team.ts';

/** What money between domains does by the clock. */
export const flowSweeps: readonly Sweep[] = [
  { name: 'payment.poll', cron: '* * * * *', run: pollPayments },
  { name: 'order.close', cron: '* * * * *', run: closeOrders },
  { name: 'team.end', cron: '* * * * *', run: endTeams },
  { name: 'refund.send', cron: '* * * * *', run: sendRefunds },
  { name: 'subscription.renew', cron: '* * * * *', run: renewSubscriptions },
  { name: 'subscription.notice', cron: '20 9-20 * * *', run: noticeRenewals },
  // Bills are there at ten in the morning; the later ones are for a gateway that was not.
  { name: 'payment.reconcile', cron: '20 10,13,17 * * *', run: reconcileLately },
];
