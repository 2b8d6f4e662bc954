import '#membership/events.ts';
import { on, type Reaction } from '#platform/outbox.ts';
import { endWithMembership, endWithRight } from './service.ts';

/** What is kept without network ends with the right to it: the device hears of it at its next contact. */
export const offlineReactions: readonly Reaction[] = [
  on('entitlement.revoked', 'offline.end', (ctx, fact) => endWithRight(ctx, fact)),
  on('membership.ended', 'offline.end-with-membership', (ctx, fact) =>
    endWithMembership(ctx, fact),
  ),
];
