import { newId } from '#kernel/id.ts';
import { after } from '#kernel/time.ts';
import { endOfTerm, giveMembership } from '#membership/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Db, Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { maySubscribe } from './policy.ts';
import { refuse } from './refusals.ts';
import { chargeAt, graceDays, isLiving, leaseMs, nextTry } from './rules.ts';
import {
  countCharges,
  endCharge,
  existsPaid,
  findAsked,
  findByOrder,
  insertCharge,
} from './store/charge.ts';
import {
  changeSubscription,
  findHistory,
  findLiving,
  findSubscription,
  insertSubscription,
  lockSubscription,
  selectOwn,
  selectPlans,
  wasNeverMember,
} from './store/subscription.ts';
import type { Charge, Failure, SubscribedPlan, Subscription } from './types.ts';

export { refuse } from './refusals.ts';
export { changeTo, isLiving, noticeMs, priceOf } from './rules.ts';
export { findByOrder } from './store/charge.ts';
export {
  changeSubscription,
  endOver,
  lockSubscription,
  markNoticed,
  selectDue,
  selectUnterminated,
} from './store/subscription.ts';

/** A plan as a subscription sees it. @throws Refusal subscription.unknown_plan */
export async function getPlan(db: Db, planId: string): Promise<SubscribedPlan> {
  const [plan] = await selectPlans(db, [planId]);
  if (!plan) throw refuse('subscription.unknown_plan');
  return plan;
}

/** How many days of a plan are free for the acting user: the trial is for who was never a member. @throws Refusal policy.* */
export async function findTrial(ctx: Ctx, { tierId, trialDays }: SubscribedPlan): Promise<number> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, maySubscribe, userId);
  return trialDays > 0 && (await wasNeverMember(ctx.db, userId, tierId)) ? trialDays : 0;
}

/** The plans that may be subscribed to. */
export function listOffered(ctx: Ctx): Promise<SubscribedPlan[]> {
  return selectPlans(ctx.db, 'offered');
}

/** The acting user's subscriptions, the latest first. @throws Refusal policy.* */
export async function listOwnSubscriptions(ctx: Ctx): Promise<Subscription[]> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, maySubscribe, userId);
  return selectOwn(ctx.db, userId);
}

/** A subscription of the acting user. @throws Refusal subscription.unknown, policy.* */
export async function getOwn(ctx: Ctx, id: string): Promise<Subscription> {
  const found = await findSubscription(ctx.db, id);
  if (!found) throw refuse('subscription.unknown');
  assertReach(ctx, maySubscribe, found.userId);
  return found;
}

/** The same under its row lock. @throws Refusal subscription.unknown, policy.* */
export async function getOwnForUpdate(tx: Tx, ctx: Ctx, id: string): Promise<Subscription> {
  const found = await lockSubscription(tx, id);
  if (!found) throw refuse('subscription.unknown');
  assertReach(ctx, maySubscribe, found.userId);
  return found;
}

/**
 * A subscription of the acting user that waits to be signed; the one that waits already, when there is one.
 *
 * @throws Refusal subscription.not_offered, subscription.exists, subscription.for_good, policy.*
 */
export async function beginSubscription(
  tx: Tx,
  ctx: Ctx,
  { planId, gateway }: { readonly planId: string; readonly gateway: string },
): Promise<Subscription> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, maySubscribe, userId);
  const plan = await getPlan(tx, planId);
  if (!plan.isOffered) throw refuse('subscription.not_offered');
  const { tierId } = plan;
  const { isForGood, isNew } = await findHistory(tx, userId, tierId);
  if (isForGood) throw refuse('subscription.for_good');
  const trialDays = isNew ? plan.trialDays : 0;
  const id = newId(ctx.now);
  const times = { consentedAt: ctx.now, createdAt: ctx.now };
  const contractCode = id.replaceAll('-', '');
  const row = { id, userId, tierId, planId, gateway, contractCode, trialDays, ...times };
  const begun = await insertSubscription(tx, row);
  if (begun) return begun;
  const earlier = await findLiving(tx, userId, tierId);
  if (earlier?.state !== 'signing') throw refuse('subscription.exists');
  await changeSubscription(tx, earlier.id, { planId, trialDays });
  return { ...earlier, planId, trialDays };
}

/** The agreement is signed: the trial begins, or the first charge is due at once. Nothing when it was known. */
export async function activate(
  tx: Tx,
  ctx: Ctx,
  { id }: Subscription,
  agreementId: string,
): Promise<void> {
  const locked = await lockSubscription(tx, id);
  if (locked?.state !== 'signing') return;
  const { userId, tierId, trialDays } = locked;
  const { isNew } = await findHistory(tx, userId, tierId);
  if (trialDays === 0 || !isNew) {
    await changeSubscription(tx, id, { state: 'active', agreementId, nextChargeAt: ctx.now });
    return;
  }
  const until = (from: Date) => endOfTerm(from, { term: 'days', days: trialDays });
  const source = { kind: 'trial', id } as const;
  await giveMembership(tx, ctx, { userId, tierId, source, endsAt: until, isQuiet: true });
  const freeUntil = until(ctx.now);
  const nextChargeAt = chargeAt(freeUntil, ctx.now);
  await changeSubscription(tx, id, { state: 'trialing', agreementId, freeUntil, nextChargeAt });
}

/** What is charged next: the plan that was chosen for it, else the present one. */
export function nextPlanOf({ planId, nextPlanId }: Subscription): string {
  return nextPlanId ?? planId;
}

/** The key of a subscription's next order, derived before anybody is asked for money. */
export async function nextKey(tx: Tx, id: string): Promise<{ readonly n: number; key: string }> {
  const n = (await countCharges(tx, id)) + 1;
  return { n, key: `renew:${id}:${n}` };
}

/** Writes a try whose order is placed, and leaves the subscription alone while it is under way. */
export async function askCharge(
  tx: Tx,
  charge: Omit<Charge, 'id'> & { readonly n: number },
  now: Date,
): Promise<Charge> {
  const id = newId(now);
  await insertCharge(tx, { id, ...charge, askedAt: now });
  return { id, ...charge };
}

/** Looks again later, when the process that asks is lost. */
export async function lease(tx: Tx, id: string, now: Date): Promise<void> {
  await changeSubscription(tx, id, { nextChargeAt: after(now, leaseMs) });
}

/** Whether the period that an order would pay is paid already. */
export function isPeriodPaid(tx: Tx, orderId: string): Promise<boolean> {
  return existsPaid(tx, orderId);
}

/** The money of a try is in and its membership given: the subscription goes on from there. Nothing for any other order. */
export async function servePeriod(
  tx: Tx,
  charge: Charge,
  given: { readonly startsAt: Date; readonly endsAt: Date | null },
  now: Date,
): Promise<void> {
  const found = await lockSubscription(tx, charge.subscriptionId);
  if (!found || !(await endCharge(tx, charge.id, { state: 'paid', failure: null }))) return;
  const plan = await getPlan(tx, charge.planId);
  const goesOn = isLiving(found) && given.endsAt !== null;
  await changeSubscription(tx, found.id, {
    state: isLiving(found) ? 'active' : found.state,
    planId: charge.planId,
    tierId: plan.tierId,
    nextPlanId: null,
    period: charge.period,
    periodOrderId: charge.orderId,
    periodStartsAt: given.startsAt,
    periodEndsAt: given.endsAt,
    nextChargeAt: goesOn ? chargeAt(given.endsAt, now) : null,
    tries: 0,
    failure: null,
    keepBps: charge.kind === 'renewal' ? 0 : found.keepBps,
  });
}

/** What a failed try did: it is tried again at `nextChargeAt`, or it was the last. Undefined when it was known, or changes nothing. */
export interface Failed {
  readonly subscription: Subscription;
  readonly why: Failure;
  readonly nextChargeAt: Date | undefined;
}

const soonMs = 60 * 60_000;

/** A try is over without money. The first one of a period leaves the membership open for some days. */
export async function failCharge(
  tx: Tx,
  ctx: Ctx,
  charge: Charge,
  why: Failure,
): Promise<Failed | undefined> {
  const found = await lockSubscription(tx, charge.subscriptionId);
  if (!found || !(await endCharge(tx, charge.id, { state: 'failed', failure: why })))
    return undefined;
  if (!isLiving(found)) return undefined;
  if (charge.kind === 'upgrade') {
    await changeSubscription(tx, found.id, { failure: why });
    return undefined;
  }
  // A gateway that says nothing is no fault of the payer: the same day again, and nobody is written to.
  if (why === 'unavailable') {
    await changeSubscription(tx, found.id, { nextChargeAt: after(ctx.now, soonMs) });
    return undefined;
  }
  const at = why === 'terminated' ? undefined : nextTry(found.tries, ctx.now);
  if (!at) {
    await endSubscription(tx, ctx, found, why);
    return { subscription: found, why, nextChargeAt: undefined };
  }
  if (found.tries === 0 && found.period + found.trialDays > 0)
    await giveGrace(tx, ctx, found, charge);
  const changes = { state: 'past_due', tries: found.tries + 1, failure: why } as const;
  await changeSubscription(tx, found.id, { ...changes, nextChargeAt: at });
  return { subscription: found, why, nextChargeAt: at };
}

async function giveGrace(
  tx: Tx,
  ctx: Ctx,
  { userId, tierId }: Subscription,
  { id }: Charge,
): Promise<void> {
  const endsAt = (from: Date) => endOfTerm(from, { term: 'days', days: graceDays });
  const source = { kind: 'grace', id } as const;
  await giveMembership(tx, ctx, { userId, tierId, source, endsAt, isQuiet: true });
}

/** Ends a locked subscription without its subscriber: nothing is charged any more. */
export async function endSubscription(
  tx: Tx,
  ctx: Ctx,
  { id }: Subscription,
  why: Failure,
): Promise<void> {
  const end = { state: 'ended', endedAt: ctx.now, nextChargeAt: null, failure: why } as const;
  await changeSubscription(tx, id, end);
}

/** Who gives the running period back is not charged for the next. */
export async function cancelRefunded(tx: Tx, ctx: Ctx, orderId: string): Promise<void> {
  const charge = await findByOrder(tx, orderId);
  const found = charge && (await lockSubscription(tx, charge.subscriptionId));
  if (!found || found.periodOrderId !== orderId || !isLiving(found)) return;
  await changeSubscription(tx, found.id, {
    state: 'cancelled',
    cancelledAt: ctx.now,
    periodEndsAt: ctx.now,
    nextChargeAt: null,
    failure: 'refunded',
  });
}

/** The try of a subscription that is under way, for who ends it. */
export function findUnderWay(db: Db, id: string): Promise<Charge | undefined> {
  return findAsked(db, id);
}
