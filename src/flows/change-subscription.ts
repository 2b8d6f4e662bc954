import { localePath } from '#kernel/locale.ts';
import { money, type Money } from '#kernel/money.ts';
import { endOfTerm, findGiven, leftOf } from '#membership/service.ts';
import { unusedPart } from '#order/service/change-order.ts';
import { getOrder } from '#order/service/read-order.ts';
import { gatewayNamed, listAttempts } from '#payment/service/attempt.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Db } from '#platform/db.ts';
import type { Agreements } from '#platform/gateway/agreement.ts';
import { GatewayRefused, GatewayUnavailable } from '#platform/gateway/gateway.ts';
import { listOpenGateways } from '#settings/service/gateways.ts';
import { getSiteSettings } from '#settings/service.ts';
import {
  activate,
  beginSubscription,
  changeSubscription,
  changeTo,
  findUnderWay,
  getOwn,
  getOwnForUpdate,
  getPlan,
  isLiving,
  refuse,
} from '#subscription/service.ts';
import type { SubscribedPlan, Subscription } from '#subscription/types.ts';
import {
  collect,
  giveUp,
  placeCharge,
  renewOne,
  terminateAgreement,
} from './renew-subscriptions.ts';

const page = '/account/subscription';

/**
 * Begins a subscription of the acting user and answers where to sign the agreement.
 *
 * @throws Refusal subscription.not_offered, exists, for_good, no_agreement, unavailable; policy.*
 */
export async function subscribe(ctx: Ctx, planId: string): Promise<string> {
  const gateway = await findRenewing(ctx);
  const begun = await inTransaction(ctx, (tx) => beginSubscription(tx, ctx, { planId, gateway }));
  return signUrlOf(ctx, begun);
}

async function findRenewing(ctx: Ctx): Promise<string> {
  for (const name of await listOpenGateways(ctx))
    if ((await gatewayNamed(ctx, name)).agreements) return name;
  throw refuse('subscription.no_agreement');
}

async function agreementsOf(ctx: Ctx, { gateway }: Subscription): Promise<Agreements> {
  const { agreements } = await gatewayNamed(ctx, gateway);
  if (!agreements) throw refuse('subscription.no_agreement');
  return agreements;
}

/** Where a subscriber signs, or changes what is charged. @throws Refusal subscription.no_agreement, unavailable */
export async function signUrlOf(ctx: Ctx, subscription: Subscription): Promise<string> {
  const agreements = await agreementsOf(ctx, subscription);
  const plan = await getPlan(ctx.db, subscription.planId);
  const { publicUrl } = ctx.ports.settings;
  const asked = {
    contractCode: subscription.contractCode,
    description: ctx.locale === 'en' ? plan.tierEn : plan.tierZh,
    returnUrl: `${publicUrl}${localePath(ctx.locale, page)}?from=agreement`,
  };
  return orUnavailable(async () => (await agreements.sign(asked)).signUrl);
}

async function orUnavailable<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof GatewayUnavailable || error instanceof GatewayRefused)
      throw refuse('subscription.unavailable');
    throw error;
  }
}

/** Asks whether a subscription was signed, and begins it: with its trial, or with the first charge at once. */
export async function confirmAgreement(ctx: Ctx, subscription: Subscription): Promise<void> {
  if (subscription.state !== 'signing') return;
  const agreements = await agreementsOf(ctx, subscription);
  const told = await orUnavailable(() => agreements.query(subscription.contractCode));
  if (told.state !== 'signed') return;
  await inTransaction(ctx, (tx) => activate(tx, ctx, subscription, told.agreementId));
  await renewOne(ctx, subscription.id);
}

/**
 * Ends the renewal: nothing is charged any more, what is paid stays open. A charge that is under way is ended first, or, when the
 * money came already, served.
 *
 * @throws Refusal subscription.unknown, not_now; policy.*
 */
export async function cancelSubscription(ctx: Ctx, id: string, reason: string): Promise<void> {
  const { subscription, charge } = await inTransaction(ctx, async (tx) => {
    const found = await getOwnForUpdate(tx, ctx, id);
    if (!isLiving(found) && found.state !== 'signing') throw refuse('subscription.not_now');
    const cancel = { state: 'cancelled', cancelledAt: ctx.now, cancelReason: reason } as const;
    await changeSubscription(tx, id, { ...cancel, nextChargeAt: null });
    return { subscription: found, charge: await findUnderWay(tx, id) };
  });
  const [payment] = charge ? await listAttempts(ctx, charge.orderId) : [];
  if (charge && payment) await giveUp(ctx, charge, payment, 'refused');
  await terminateAgreement(ctx, subscription);
}

/** Charges nothing for one term of a month after what is paid; its subscriber may go on sooner. @throws Refusal subscription.not_now */
export async function pauseSubscription(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const found = await getOwnForUpdate(tx, ctx, id);
    if (found.state !== 'active' || !found.nextChargeAt || (await findUnderWay(tx, id)))
      throw refuse('subscription.not_now');
    const nextChargeAt = endOfTerm(found.nextChargeAt, { term: 'month', days: null });
    // The letter before the charge goes out again, for its new day.
    const notice = { noticedPeriod: found.period };
    await changeSubscription(tx, id, { state: 'paused', nextChargeAt, ...notice });
  });
}

/** Goes on when what is paid ends, or at once when it has. @throws Refusal subscription.not_now */
export async function resumeSubscription(ctx: Ctx, id: string): Promise<void> {
  const isDue = await inTransaction(ctx, async (tx) => {
    const found = await getOwnForUpdate(tx, ctx, id);
    if (found.state !== 'paused') throw refuse('subscription.not_now');
    const ends = found.periodEndsAt ?? ctx.now;
    const nextChargeAt = ends > ctx.now ? ends : ctx.now;
    await changeSubscription(tx, id, { state: 'active', nextChargeAt });
    return nextChargeAt <= ctx.now;
  });
  if (isDue) await renewOne(ctx, id);
}

/** Who thinks of leaving and stays pays less the next time, once. @throws Refusal subscription.not_now */
export async function keepSubscription(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const found = await getOwnForUpdate(tx, ctx, id);
    const { keepBps } = await getPlan(tx, found.planId);
    if (!isLiving(found) || keepBps === 0 || found.keepBps > 0 || (await findUnderWay(tx, id)))
      throw refuse('subscription.not_now');
    await changeSubscription(tx, id, { keepBps });
  });
}

/** Tries again at once what failed. @throws Refusal subscription.not_now */
export async function retrySubscription(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const found = await getOwnForUpdate(tx, ctx, id);
    if (found.state !== 'past_due') throw refuse('subscription.not_now');
    if (!(await findUnderWay(tx, id))) await changeSubscription(tx, id, { nextChargeAt: ctx.now });
  });
  await renewOne(ctx, id);
}

/** What another plan would mean. */
export type ChangeView = ReturnType<typeof changeTo> & { readonly plan: SubscribedPlan };

/** What another plan would mean for a subscription now. @throws Refusal subscription.unknown, not_offered, same_plan; policy.* */
export async function previewChange(ctx: Ctx, id: string, planId: string): Promise<ChangeView> {
  return changeOf(ctx, ctx.db, await getOwn(ctx, id), planId);
}

async function changeOf(
  ctx: Ctx,
  db: Db,
  subscription: Subscription,
  planId: string,
): Promise<ChangeView> {
  if (planId === (subscription.nextPlanId ?? subscription.planId))
    throw refuse('subscription.same_plan');
  const present = await getPlan(db, subscription.planId);
  const plan = await getPlan(db, planId);
  if (!plan.isOffered && planId !== subscription.planId) throw refuse('subscription.not_offered');
  if (subscription.state !== 'active') return { when: 'at_end', plan };
  return { ...changeTo(present, plan, await unusedOf(ctx, db, subscription)), plan };
}

/** What was paid for the days of the running period that are not used. */
async function unusedOf(ctx: Ctx, db: Db, { periodOrderId }: Subscription): Promise<Money> {
  if (!periodOrderId) return money(0);
  const given = await findGiven(db, { kind: 'order', id: periodOrderId });
  const share = given && leftOf(given, ctx.now);
  if (!share) return money(0);
  const { total, refunded, refunding } = await getOrder({ ...ctx, db }, periodOrderId);
  return money(Math.max(0, unusedPart(total, share) - refunded - refunding));
}

/**
 * Takes another plan: a dearer one at once, with what is left of the present one credited; a cheaper one when the period ends.
 *
 * @throws Refusal subscription.unknown, not_offered, same_plan, not_now; policy.*
 */
export async function changePlan(
  ctx: Ctx,
  id: string,
  { planId, total }: { readonly planId: string; readonly total: number },
): Promise<'now' | 'at_end' | 'failed' | 'unknown'> {
  // Read before the transaction, where it can be remembered.
  await getSiteSettings(ctx);
  const taken = await inTransaction(ctx, async (tx) => {
    const found = await getOwnForUpdate(tx, ctx, id);
    if (!isLiving(found) || (await findUnderWay(tx, id))) throw refuse('subscription.not_now');
    const change = await changeOf(ctx, tx, found, planId);
    if (change.when === 'at_end') {
      const nextPlanId = planId === found.planId ? null : planId;
      await changeSubscription(tx, id, { nextPlanId });
      return undefined;
    }
    // Nobody is charged another amount than they were shown.
    if (change.total !== total) throw refuse('subscription.not_now');
    const reason = { name: '升级抵扣', nameEn: 'Credit for unused days', amount: change.credit };
    const { periodOrderId: replacesId } = found;
    const wanted = { kind: 'upgrade', plan: change.plan, replacesId, reason } as const;
    return { found, charge: await placeCharge(tx, ctx, found, wanted) };
  });
  if (!taken) return 'at_end';
  const told = await collect(ctx, taken.found, taken.charge);
  return told === 'paid' ? 'now' : told;
}
