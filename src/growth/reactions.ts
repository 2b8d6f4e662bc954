import { on, type Reaction } from '#platform/outbox.ts';
import { earnLesson, earnPurchase, earnWork, takeBackRefund } from './service.ts';

/** What growth follows from; each source counts once. */
export const growthReactions: readonly Reaction[] = [
  on('order.paid', 'growth.earn_purchase', (ctx, { orderId, buyerId }) =>
    earnPurchase(ctx, orderId, buyerId),
  ),
  on('order.refunded', 'growth.take_back', (ctx, { orderId, refundId }) =>
    takeBackRefund(ctx, orderId, refundId),
  ),
  on('lesson.completed', 'growth.earn_lesson', (ctx, { userId, lessonId }) =>
    earnLesson(ctx, userId, lessonId),
  ),
  on('work.finished', 'growth.earn_work', (ctx, { userId, workId }) =>
    earnWork(ctx, userId, workId),
  ),
];
