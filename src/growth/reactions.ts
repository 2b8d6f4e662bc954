import { onMany, type Reaction } from '#platform/outbox.ts';
import { earnLesson, earnPurchase, earnWork, takeBackRefund } from './service.ts';

/** Runs `earn` for one event after the other; what is counted already counts once when they come again. */
const each =
  <Ctx, Fact>(earn: (ctx: Ctx, fact: Fact) => Promise<void>) =>
  async (ctx: Ctx, facts: readonly Fact[]): Promise<void> => {
    for (const fact of facts) await earn(ctx, fact);
  };

/** What growth follows from; each source counts once. While growth is off no event becomes a job, and none asks the database. */
export const growthReactions: readonly Reaction[] = [
  onMany(
    'order.paid',
    'growth.earn_purchase',
    each((ctx, { orderId, buyerId }) => earnPurchase(ctx, orderId, buyerId)),
  ),
  onMany(
    'order.refunded',
    'growth.take_back',
    each((ctx, { orderId, refundId }) => takeBackRefund(ctx, orderId, refundId)),
  ),
  onMany(
    'lesson.completed',
    'growth.earn_lesson',
    each((ctx, { userId, lessonId }) => earnLesson(ctx, userId, lessonId)),
  ),
  onMany(
    'work.finished',
    'growth.earn_work',
    each((ctx, { userId, workId }) => earnWork(ctx, userId, workId)),
  ),
];
