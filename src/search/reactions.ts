import '#catalog/events.ts';
import { on, type Reaction } from '#platform/outbox.ts';
import { indexWork } from './service.ts';

export const searchReactions: readonly Reaction[] = [
  on('work.published', 'search.index-published', (ctx, { workId }) => indexWork(ctx, workId)),
  on('work.withdrawn', 'search.index-withdrawn', (ctx, { workId }) => indexWork(ctx, workId)),
];
