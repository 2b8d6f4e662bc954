import { onMany, type Reaction } from '#platform/outbox.ts';
import { earnLesson, earnPurchase, takeBackRefund } from './service.ts';

/** Runs `earn` for one event after the other; what is counted already counts once when they come again. */
const each =
  <Ctx, Fact>(earn: (ctx: Ctx, fact: Fact) => Promise<void>) =>
  async (ctx: Ctx, facts: readonly Fact[]): Promise<void> => {
    for (const fact of facts) await earn(ctx, fact);
  };

/** What points follow from; each source counts once. While points are off no event becomes a job, and only refunds ask the database. */
export const pointReactions: readonly Reaction[] = [
  onMany(
    'order.paid',
    'points.earn_purchase',
    each((ctx, { orderId, buyerId }) => earnPurchase(ctx, orderId, buyerId)),
  ),
  onMany(
    'order.refunded',
    'points.take_back',
    each((ctx, { orderId, refundId }) => takeBackRefund(ctx, orderId, refundId)),
  ),
  onMany(
    'lesson.completed',
    'points.earn_lesson',
    each((ctx, { userId, lessonId }) => earnLesson(ctx, userId, lessonId)),
  ),
];
