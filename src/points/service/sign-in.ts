import { newId } from '#kernel/id.ts';
import { businessDay } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { mayUsePoints } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { pointsOfDay, streakOn } from '../rules.ts';
import type { SignedIn } from '../schema.ts';
import { findLast, insertSignIn } from '../store/sign-in.ts';
import { add, openAccount } from './book.ts';
import { termsNow } from './terms.ts';

/**
 * Signs the acting user in for today (in Beijing): the first of all requests of a day counts, every other answers what it came to.
 *
 * @throws Refusal points.off, policy.signed_out; nothing is then written
 */
export async function signIn(ctx: Ctx): Promise<SignedIn> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, mayUsePoints, userId);
  const terms = await termsNow(ctx);
  if (!terms.isOn || !terms.signInOn) throw refuse('points.off');
  const today = businessDay(ctx.now);
  return inTransaction(ctx, async (tx) => {
    const account = await openAccount(tx, ctx, userId);
    if (!account) throw refuse('points.no_user');
    const last = await findLast(tx, userId, today);
    const { balance } = account;
    if (last?.day === today)
      return { isNew: false, streak: last.streak, amount: last.amount, balance };
    const streak = streakOn(today, last);
    const amount = pointsOfDay(streak, terms);
    const id = newId(ctx.now);
    const isNew = await insertSignIn(tx, { id, userId, day: today, streak, amount, at: ctx.now });
    if (isNew && amount > 0) await add(tx, ctx, account, { kind: 'sign_in', sourceId: id, amount });
    return { isNew, streak, amount, balance: balance + (isNew ? amount : 0) };
  });
}
