import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import { businessDay, startOfBusinessDay } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { mayCorrectPoints } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { keptOf, pointsOfPurchase, withinCap } from '../rules.ts';
import type { Correction } from '../schema.ts';
import { findPurchase, sumEarned } from '../store/entry.ts';
import type { EntryKind } from '../types.ts';
import { add, openAccount, take } from './book.ts';
import { termsNow } from './terms.ts';

interface Capped {
  readonly kind: EntryKind;
  readonly amount: number;
  readonly cap: number;
}

/** What of `amount` still counts today. The account is held, so that nobody earns beside it. */
async function countedToday(tx: Tx, ctx: Ctx, userId: string, { kind, amount, cap }: Capped) {
  const today = startOfBusinessDay(businessDay(ctx.now));
  return withinCap(amount, await sumEarned(tx, userId, kind, today), cap);
}

/** Points for a lesson that somebody has done for the first time, up to so many a day. */
export async function earnLesson(ctx: Ctx, userId: string, lessonId: string): Promise<void> {
  const { isOn, lessonOn, perLesson, lessonCap: cap } = await termsNow(ctx);
  if (!isOn || !lessonOn) return;
  await inTransaction(ctx, async (tx) => {
    const account = await openAccount(tx, ctx, userId);
    if (!account) return;
    const kind = 'lesson';
    const amount = await countedToday(tx, ctx, userId, { kind, amount: perLesson, cap });
    if (amount > 0) await add(tx, ctx, account, { kind, sourceId: lessonId, amount });
  });
}

/** Points for an order that was paid, once, up to so many a day. */
export async function earnPurchase(ctx: Ctx, orderId: string, buyerId: string): Promise<void> {
  const terms = await termsNow(ctx);
  if (!terms.isOn || !terms.purchaseOn) return;
  const refunded = await inTransaction(ctx, async (tx) => {
    const account = await openAccount(tx, ctx, buyerId);
    const purchase = account && (await findPurchase(tx, orderId));
    if (!purchase || purchase.earned !== null) return 0;
    const kind = 'purchase';
    const whole = pointsOfPurchase(purchase.total, terms);
    const capped = { kind, amount: whole, cap: terms.purchaseCap } as const;
    const amount = await countedToday(tx, ctx, buyerId, capped);
    if (amount === 0) return 0;
    await add(tx, ctx, account, { kind, sourceId: orderId, orderId, amount });
    return purchase.refunded;
  });
  // A refund that was heard of first found nothing to take back.
  if (refunded > 0) await takeBackRefund(ctx, orderId, orderId);
}

/**
 * Takes back what an order earned by as much of it as went back, once, whether points are on or not. What was spent of it is owed:
 * then the balance is below zero, and nothing can be spent. What stays is reckoned from the facts, so it does not matter in which
 * order, or how often, refunds are heard of.
 */
export async function takeBackRefund(ctx: Ctx, orderId: string, refundId: string): Promise<void> {
  const known = await findPurchase(ctx.db, orderId);
  if (!known || known.earned === null || known.refunded === 0) return;
  await inTransaction(ctx, async (tx) => {
    const account = await openAccount(tx, ctx, known.userId);
    const purchase = account && (await findPurchase(tx, orderId));
    if (!purchase || purchase.earned === null) return;
    const { earned, total, refunded, takenBack, lotId } = purchase;
    const over = earned - takenBack - keptOf(earned, total, refunded);
    if (over <= 0) return;
    const source = { kind: 'refund', sourceId: refundId, orderId } as const;
    await take(tx, ctx, account, { ...source, amount: over, first: lotId ?? undefined });
  });
}

/**
 * The owner gives points or takes them, with a reason, audited. Answers the entry's id.
 *
 * @throws Refusal points.no_user, points.too_little, policy.*; nothing is then written
 */
export async function correctPoints(ctx: Ctx, correction: Correction): Promise<string> {
  assertReach(ctx, mayCorrectPoints, null);
  const { userId: madeBy } = actingUser(ctx);
  const { userId, amount, reason } = correction;
  return inTransaction(ctx, async (tx) => {
    const account = await openAccount(tx, ctx, userId);
    if (!account) throw refuse('points.no_user');
    if (account.balance + amount < 0 && amount < 0) throw refuse('points.too_little');
    const id = newId(ctx.now);
    const said = { id, kind: 'staff', sourceId: id, reason, madeBy } as const;
    if (amount > 0) await add(tx, ctx, account, { ...said, amount });
    else await take(tx, ctx, account, { ...said, amount: -amount });
    await recordAudit(tx, ctx, 'points.correct', userId, { amount, reason });
    return id;
  });
}
