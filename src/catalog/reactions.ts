import './events.ts';
import { on, type Reaction } from '#platform/outbox.ts';
import { followShared } from './service.ts';

/** What the catalogue does because of events. */
export const catalogReactions: readonly Reaction[] = [
  on('work.published', 'catalog.follow-shared', (ctx, { workId }) => followShared(ctx, workId)),
];
