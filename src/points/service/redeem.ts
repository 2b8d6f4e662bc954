import { giveCoupon } from '#coupon/service.ts';
import { giveWork } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { after, day } from '#kernel/time.ts';
import { giveMembership } from '#membership/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { seal } from '#platform/seal.ts';
import { drawInto } from '#redemption/service.ts';
import { mayRedeemPoints } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { stateOfGood } from '../rules.ts';
import type { RedeemGood } from '../schema.ts';
import { findGood, takePiece } from '../store/good.ts';
import {
  countOwn,
  findByKey,
  insertParcel,
  insertRedemption,
  keepSealed,
} from '../store/redemption.ts';
import type { Good, Parcel } from '../types.ts';
import { openAccount, spend } from './book.ts';
import { termsNow } from './terms.ts';

/** What a code says is sealed for this. */
export const codePurpose = 'points.code';

/** A redemption that was made; not new: by the same key, before. */
export interface Redeemed {
  readonly id: string;
  readonly isNew: boolean;
}

/**
 * The acting user has a good for points: piece, points and what it gives in one transaction, once per key, whoever races.
 *
 * @throws Refusal points.*, coupon.*, membership.for_good, policy.signed_out; nothing is then written
 */
export async function redeemGood(ctx: Ctx, goodId: string, asked: RedeemGood): Promise<Redeemed> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, mayRedeemPoints, null);
  const { key, price } = asked;
  // A second click is answered before anything is asked that its first has changed.
  const before = await findByKey(ctx.db, userId, key);
  if (before) return again(before, goodId);
  const good = await readyGood(ctx, goodId, price);
  const parcel = parcelOf(good, asked);
  const id = newId(ctx.now);
  return inTransaction(ctx, async (tx) => {
    const state = parcel ? 'waiting' : 'given';
    const row = { id, goodId, userId, key, price, state, at: ctx.now } as const;
    if (!(await insertRedemption(tx, row))) {
      const other = await findByKey(tx, userId, key);
      return again(other!, goodId);
    }
    await give(tx, ctx, good, id);
    if (parcel) await insertParcel(tx, id, parcel);
    const account = await openAccount(tx, ctx, userId);
    if (!account) throw refuse('points.no_user');
    if (good.perPerson !== null && (await countOwn(tx, goodId, userId)) > good.perPerson)
      throw refuse('points.one_each', { n: good.perPerson });
    if (!(await takePiece(tx, goodId, price, ctx.now))) throw await whyNot(tx, ctx, goodId, price);
    await spend(tx, ctx, account, { kind: 'redeem', sourceId: id, amount: price });
    return { id, isNew: true };
  });
}

function again(before: { readonly id: string; readonly goodId: string }, goodId: string): Redeemed {
  if (before.goodId !== goodId) throw refuse('points.key_used');
  return { id: before.id, isNew: false };
}

async function readyGood(ctx: Ctx, id: string, price: number): Promise<Good> {
  if (!(await termsNow(ctx)).isOn) throw refuse('points.off');
  const good = await findGood(ctx.db, id);
  if (!good || stateOfGood(good, ctx.now) !== 'open' || good.price !== price)
    throw reasonOf(ctx, good, price);
  return good;
}

async function whyNot(tx: Tx, ctx: Ctx, id: string, price: number): Promise<Error> {
  return reasonOf(ctx, await findGood(tx, id), price);
}

function reasonOf(ctx: Ctx, good: Good | undefined, price: number): Error {
  const state = good && stateOfGood(good, ctx.now);
  if (!good || !state || state === 'hidden') return refuse('points.unknown_good');
  if (state === 'planned' || state === 'ended') return refuse(`points.good_${state}`);
  // One that came back on the shelf a moment later: whoever asks again has it.
  if (state === 'open' && good.price !== price)
    return refuse('points.price_changed', { price: good.price });
  return refuse('points.good_gone');
}

function parcelOf({ kind }: Good, { receiver, phone, address }: RedeemGood): Parcel | undefined {
  if (kind !== 'physical') return undefined;
  if (!receiver || !phone || !address) throw refuse('points.no_address');
  return { receiver, phone, address };
}

/** Gives what a good gives; it takes the locks of what it gives, which come before the account (docs/locking.md). */
async function give(tx: Tx, ctx: Ctx, good: Good, id: string): Promise<void> {
  const { userId } = actingUser(ctx);
  const { workId, couponId, tierId, batchId, days } = good;
  const source = { kind: 'points', id } as const;
  if (workId) {
    const endsAt = await giveWork(tx, { userId, workId, source }, ctx.now);
    if (endsAt === undefined) throw refuse('points.already_owned');
  } else if (couponId) await giveCoupon(tx, ctx, couponId, userId);
  else if (tierId && days !== null) {
    const endsAt = (startsAt: Date) => after(startsAt, days * day);
    await giveMembership(tx, ctx, { userId, tierId, source, endsAt });
  } else if (batchId) {
    const code = await drawInto(tx, ctx, batchId);
    if (!code) throw refuse('points.good_gone');
    const { secret } = ctx.ports;
    await keepSealed(tx, id, seal(secret, { purpose: codePurpose, id }, Buffer.from(code)));
  }
}
