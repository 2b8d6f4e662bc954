import '#catalog/events.ts';
import { on, type Reaction } from '#platform/outbox.ts';
import { sketchWork } from './service.ts';

/** What moderation does because of events: what is published can be copied. */
export const moderationReactions: readonly Reaction[] = [
  on('work.published', 'moderation.sketch', (ctx, { workId }) => sketchWork(ctx, workId)),
  on('work.withdrawn', 'moderation.unsketch', (ctx, { workId }) => sketchWork(ctx, workId)),
];

/** Reading whole works takes long: give it a lane of its own. */
export const moderationLanes = {
  sketching: ['moderation.sketch', 'moderation.unsketch'],
} as const;
