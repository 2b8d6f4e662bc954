import { countMembers } from '#entitlement/service.ts';
import { onMany, type Reaction } from '#platform/outbox.ts';
import { enrol } from './service.ts';

/** What learning does because of events. */
export const learningReactions: readonly Reaction[] = [
  onMany('entitlement.granted', 'learning.enrol', enrol),
  onMany('work.begun', 'learning.count-member', countMembers),
];
