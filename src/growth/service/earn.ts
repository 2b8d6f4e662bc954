import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import { businessDay, startOfBusinessDay } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { mayGiveGrowth } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { growthOfPurchase, keptOf } from '../rules.ts';
import type { GrowthGift } from '../schema.ts';
import { addValue, lockAccount } from '../store/account.ts';
import { countEntries, findPurchase, insertEntry } from '../store/entry.ts';
import type { Account, Entry, Terms } from '../types.ts';
import { settleLevel } from './settle.ts';
import { termsNow } from './terms.ts';

/** An account that the transaction holds, and the rules that hold. */
interface Held {
  readonly terms: Terms;
  readonly account: Account;
}

type Earned = Pick<Entry, 'kind' | 'sourceId' | 'amount'> & Partial<Entry>;

/** Writes an entry once per source, and finds the level anew. False when it has been counted before. */
async function enter(tx: Tx, ctx: Ctx, { terms, account }: Held, earned: Earned): Promise<boolean> {
  const { userId } = account;
  const entry = {
    id: newId(ctx.now),
    userId,
    orderId: null,
    reason: '',
    grantedBy: null,
    countsFrom: ctx.now,
    ...earned,
  };
  if (!(await insertEntry(tx, entry))) return false;
  const value = await addValue(tx, userId, entry.amount);
  await settleLevel(tx, ctx, terms, { ...account, value });
  return true;
}

/** Counts an order that was paid, once, while growth is on. */
export async function earnPurchase(ctx: Ctx, orderId: string, buyerId: string): Promise<void> {
  const terms = await termsNow(ctx);
  if (!terms.isOn || terms.perYuan === 0) return;
  const refunded = await inTransaction(ctx, async (tx) => {
    const account = await lockAccount(tx, buyerId);
    const purchase = account && (await findPurchase(tx, orderId));
    if (!purchase || purchase.earned !== null) return 0;
    const amount = growthOfPurchase(purchase.total, terms);
    if (amount === 0) return 0;
    const earned = { kind: 'purchase', sourceId: orderId, orderId, amount } as const;
    await enter(tx, ctx, { terms, account }, earned);
    return purchase.refunded;
  });
  // A refund that was heard of first found nothing to take back.
  if (refunded > 0) await takeBackRefund(ctx, orderId, orderId);
}

/**
 * Takes back what an order earned by as much of it as went back, once, whether growth is on or not: what stays is reckoned from the
 * facts, so it does not matter in which order, or how often, refunds are heard of.
 */
export async function takeBackRefund(ctx: Ctx, orderId: string, refundId: string): Promise<void> {
  const known = await findPurchase(ctx.db, orderId);
  if (!known || known.earned === null || known.refunded === 0) return;
  const terms = await termsNow(ctx);
  await inTransaction(ctx, async (tx) => {
    const account = await lockAccount(tx, known.userId);
    const purchase = account && (await findPurchase(tx, orderId));
    if (!purchase || purchase.earned === null) return;
    const { earned, total, refunded, takenBack, countsFrom } = purchase;
    const over = earned - takenBack - keptOf(earned, total, refunded);
    if (over <= 0) return;
    const from = { countsFrom: countsFrom ?? ctx.now };
    const taken = { kind: 'refund', sourceId: refundId, orderId, amount: -over, ...from } as const;
    await enter(tx, ctx, { terms, account }, taken);
  });
}

/** Counts a lesson that somebody has done for the first time, so many a day. */
export async function earnLesson(ctx: Ctx, userId: string, lessonId: string): Promise<void> {
  const terms = await termsNow(ctx);
  const { perLesson: amount, dailyLessons } = terms;
  if (!terms.isOn || amount === 0 || dailyLessons === 0) return;
  await inTransaction(ctx, async (tx) => {
    const account = await lockAccount(tx, userId);
    if (!account) return;
    const today = startOfBusinessDay(businessDay(ctx.now));
    if ((await countEntries(tx, userId, 'lesson', today)) >= dailyLessons) return;
    await enter(tx, ctx, { terms, account }, { kind: 'lesson', sourceId: lessonId, amount });
  });
}

/** Counts a work that somebody has done for the first time. */
export async function earnWork(ctx: Ctx, userId: string, workId: string): Promise<void> {
  const terms = await termsNow(ctx);
  if (!terms.isOn || terms.perWork === 0) return;
  await inTransaction(ctx, async (tx) => {
    const account = await lockAccount(tx, userId);
    if (!account) return;
    const earned = { kind: 'work', sourceId: workId, amount: terms.perWork } as const;
    await enter(tx, ctx, { terms, account }, earned);
  });
}

/**
 * The owner gives growth or takes it, with a reason, audited. Answers the entry's id.
 *
 * @throws Refusal growth.no_user, growth.too_little, policy.*; nothing is then written
 */
export async function giveGrowth(ctx: Ctx, gift: GrowthGift): Promise<string> {
  assertReach(ctx, mayGiveGrowth, null);
  const { userId: grantedBy } = actingUser(ctx);
  const { userId, amount, reason } = gift;
  const terms = await termsNow(ctx);
  return inTransaction(ctx, async (tx) => {
    const account = await lockAccount(tx, userId);
    if (!account) throw refuse('growth.no_user');
    if (amount < 0 && account.value + amount < 0) throw refuse('growth.too_little');
    const id = newId(ctx.now);
    const entry = { id, kind: 'staff', sourceId: id, amount, reason, grantedBy } as const;
    await enter(tx, ctx, { terms, account }, entry);
    await recordAudit(tx, ctx, 'growth.give', userId, { amount, reason });
    return id;
  });
}
