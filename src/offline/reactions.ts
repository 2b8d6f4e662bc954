import { on, type Reaction } from '#platform/outbox.ts';
import { endWithRight } from './service.ts';

/** What is kept without network ends with the right to it: the device hears of it at its next contact. */
export const offlineReactions: readonly Reaction[] = [
  on('entitlement.revoked', 'offline.end', (ctx, fact) => endWithRight(ctx, fact)),
];
