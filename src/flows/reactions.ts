import { on, type Reaction } from '#platform/outbox.ts';
import { sendRefund } from './settle-refund.ts';
import { settleTeam } from './settle-team.ts';

/** A refund goes out as soon as its intent is in, and a team is settled as soon as it ended; sweeps do what this did not. */
export const flowReactions: readonly Reaction[] = [
  on('refund.requested', 'refund.send_requested', (ctx, { refundId }) => sendRefund(ctx, refundId)),
  on('team.completed', 'team.serve_members', (ctx, { teamId }) => settleTeam(ctx, teamId)),
  on('team.failed', 'team.refund_members', (ctx, { teamId }) => settleTeam(ctx, teamId)),
];
