import { onMany, type Reaction } from '#platform/outbox.ts';
import { countFinishes, countJoined, countLearning, countOrders } from './service.ts';

/** What the figures follow from; each recounts the day from the facts, so that twice is once. */
export const analyticsReactions: readonly Reaction[] = [
  onMany('order.paid', 'analytics.count_sale', countOrders),
  onMany('order.refunded', 'analytics.count_refund', countOrders),
  onMany('lesson.completed', 'analytics.count_learning', (ctx, facts) =>
    countLearning(
      ctx,
      facts.map(({ at, ...fact }) => ({ ...fact, at: new Date(at) })),
    ),
  ),
  onMany('work.finished', 'analytics.count_finish', countFinishes),
  onMany('user.registered', 'analytics.count_joined', (ctx, facts) =>
    countJoined(
      ctx,
      facts.map(({ at }) => new Date(at)),
    ),
  ),
];
