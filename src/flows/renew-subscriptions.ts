import { findAddressee } from '#identity/service.ts';
import { formatMoney } from '#kernel/money.ts';
import { after, businessDay, formatInstant } from '#kernel/time.ts';
import { sayPlan } from '#membership/words.ts';
import { closeOrder, getOrderForUpdate } from '#order/service/change-order.ts';
import { placeAgreed } from '#order/service/place-agreed.ts';
import type { Payment } from '#payment/types.ts';
import { gatewayNamed, listAttempts, noticeUrl, openAttempt } from '#payment/service/attempt.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, within, type Tx } from '#platform/db.ts';
import type { Deducted } from '#platform/gateway/agreement.ts';
import { GatewayRefused, GatewayUnavailable } from '#platform/gateway/gateway.ts';
import { type Addressee, writeLetter } from '#platform/mail.ts';
import { oneByOne } from '#platform/one-by-one.ts';
import { getSiteSettings } from '#settings/service.ts';
import {
  askCharge,
  changeSubscription,
  endOver,
  endSubscription,
  failCharge,
  findUnderWay,
  getPlan,
  isLiving,
  lease,
  lockSubscription,
  markNoticed,
  nextKey,
  nextPlanOf,
  noticeMs,
  priceOf,
  selectDue,
  selectUnterminated,
} from '#subscription/service.ts';
import type { Charge, Failure, SubscribedPlan, Subscription } from '#subscription/types.ts';
import { failureWords, letters } from '#subscription/words.ts';
import { askGateway, endAttempt } from './poll-payments.ts';

const batch = 200;

/**
 * Charges every subscription that is due, in batches that can be killed anywhere: who is killed leaves a try under way with a
 * number that the gateway knows, and the next one asks by the same number.
 */
export async function renewSubscriptions(ctx: Ctx): Promise<void> {
  for (;;) {
    const due = await selectDue(ctx.db, ctx.now, batch);
    const done = await oneByOne(ctx, due, 'renewing a subscription', (id) => renewOne(ctx, id));
    if (due.length < batch || done === 0) break;
  }
  await endOver(ctx.db, ctx.now);
  const over = await selectUnterminated(ctx.db, batch);
  await oneByOne(ctx, over, 'ending an agreement', (one) => terminateAgreement(ctx, one));
}

/** Charges one subscription when it is due. */
export async function renewOne(ctx: Ctx, id: string): Promise<void> {
  // Read before the transaction, where it can be remembered.
  await getSiteSettings(ctx);
  const taken = await inTransaction(ctx, (tx) => takeCharge(tx, ctx, id));
  if (taken) await collect(ctx, taken.subscription, taken.charge);
}

/** A try that is under way, with the subscription that it is of. */
export interface Taken {
  readonly subscription: Subscription;
  readonly charge: Charge;
}

async function takeCharge(tx: Tx, ctx: Ctx, id: string): Promise<Taken | undefined> {
  const subscription = await lockSubscription(tx, id);
  const isDue = subscription?.nextChargeAt && subscription.nextChargeAt <= ctx.now;
  if (!isDue || !isLiving(subscription)) return undefined;
  const known = await findUnderWay(tx, id);
  if (known) {
    await lease(tx, id, ctx.now);
    return { subscription, charge: known };
  }
  const plan = await getPlan(tx, nextPlanOf(subscription));
  if (!plan.isOpen) {
    await endSubscription(tx, ctx, subscription, 'tier_closed');
    await sendEnded(tx, ctx, { subscription, plan, why: 'tier_closed' });
    return undefined;
  }
  const { off } = priceOf(plan, subscription.keepBps);
  const asked = { kind: 'renewal', plan, replacesId: null } as const;
  const reason = { name: '续费优惠', nameEn: 'For staying', amount: off };
  const charge = await placeCharge(tx, ctx, subscription, { ...asked, reason });
  await lease(tx, id, ctx.now);
  return { subscription, charge };
}

interface Wanted extends Pick<Charge, 'kind' | 'replacesId'> {
  readonly plan: SubscribedPlan;
  /** What is taken off the plan's price, and why. */
  readonly reason: {
    readonly name: string;
    readonly nameEn: string;
    readonly amount: SubscribedPlan['price'];
  };
}

/** Places the order of a locked subscription's next period with the attempt to collect it; nobody is asked yet. */
export async function placeCharge(
  tx: Tx,
  ctx: Ctx,
  { id, userId, gateway: name, period }: Subscription,
  { plan, kind, replacesId, reason }: Wanted,
): Promise<Charge> {
  const { planId } = plan;
  const { n, key } = await nextKey(tx, id);
  const order = await placeAgreed(tx, ctx, {
    buyerId: userId,
    planId,
    idempotencyKey: key,
    off: [{ sourceId: id, ...reason }],
  });
  const gateway = await gatewayNamed(ctx, name);
  await openAttempt(within(ctx, tx), order, {
    gateway,
    description: sayPlan(plan.tierZh, plan, 'zh'),
  });
  const charge = { subscriptionId: id, kind, period: period + 1, planId, orderId: order.id };
  return askCharge(tx, { ...charge, replacesId, n }, ctx.now);
}

/** Asks the gateway for the money of a try, outside any transaction and always by the stored number. */
export async function collect(
  ctx: Ctx,
  subscription: Subscription,
  charge: Charge,
): Promise<'paid' | 'failed' | 'unknown'> {
  const [payment] = await listAttempts(ctx, charge.orderId);
  if (!payment || payment.state === 'succeeded') return 'paid';
  if (payment.state === 'closed' || ctx.now >= payment.expiresAt)
    return giveUp(ctx, charge, payment, 'unavailable');
  const told = await askForMoney(ctx, subscription, payment);
  if (told === undefined) return 'unknown';
  if (told.state === 'failed') return giveUp(ctx, charge, payment, told.why);
  return (await askGateway(ctx, payment)) === 'paid' ? 'paid' : 'unknown';
}

type Told = Deducted | { readonly state: 'failed'; readonly why: 'refused' };

async function askForMoney(
  ctx: Ctx,
  { gateway: name, agreementId, id }: Subscription,
  { outTradeNo, amount, currency, description, expiresAt }: Payment,
): Promise<Told | undefined> {
  const { agreements } = await gatewayNamed(ctx, name);
  if (!agreements || !agreementId) return { state: 'failed', why: 'refused' };
  const asked = { agreementId, outTradeNo, amount, currency, description, expiresAt };
  try {
    return await agreements.deduct({ ...asked, notifyUrl: noticeUrl(ctx, name) });
  } catch (error) {
    if (error instanceof GatewayUnavailable) return undefined;
    if (!(error instanceof GatewayRefused)) throw error;
    const fields = { subscriptionId: id, code: error.code };
    ctx.ports.log.error('a gateway refused a deduction', fields);
    return { state: 'failed', why: 'refused' };
  }
}

/** Ends a try at its gateway and then here; whoever paid meanwhile is served. */
export async function giveUp(
  ctx: Ctx,
  charge: Charge,
  payment: Payment,
  why: Failure,
): Promise<'paid' | 'failed' | 'unknown'> {
  if (payment.state === 'opened' && !(await endAttempt(ctx, payment))) return 'unknown';
  return inTransaction(ctx, async (tx) => {
    const order = await getOrderForUpdate(tx, charge.orderId);
    if (order.paidAt) return 'paid';
    await closeOrder(tx, order, ctx.now);
    const failed = await failCharge(tx, ctx, charge, why);
    if (failed) await sendFailed(tx, ctx, { ...failed, plan: await getPlan(tx, charge.planId) });
    return 'failed';
  });
}

/** Tells the gateway that an agreement is over; one that it never knew is over as well. */
export async function terminateAgreement(ctx: Ctx, subscription: Subscription): Promise<void> {
  const { id, gateway, contractCode, agreementId } = subscription;
  const { agreements } = await gatewayNamed(ctx, gateway);
  if (agreements && agreementId) {
    try {
      await agreements.terminate(contractCode);
    } catch (error) {
      if (error instanceof GatewayUnavailable) return;
      if (!(error instanceof GatewayRefused)) throw error;
    }
  }
  await inTransaction(ctx, (tx) => changeSubscription(tx, id, { terminatedAt: ctx.now }));
}

/** Writes to everybody who is charged within five days, once for each period: the mark and the letter are one transaction. */
export async function noticeRenewals(ctx: Ctx): Promise<void> {
  const wanted = { now: ctx.now, before: after(ctx.now, noticeMs), limit: batch };
  for (;;) {
    const told = await inTransaction(ctx, async (tx) => {
      const due = await markNoticed(tx, wanted);
      for (const one of due) {
        const plan = await getPlan(tx, nextPlanOf(one));
        const price = formatMoney(priceOf(plan, one.keepBps).total);
        const at = one.nextChargeAt!;
        const params = { price, at: formatInstant(at), day: businessDay(at) };
        const to = { ...one, name: one.userName };
        await sendLetter(tx, ctx, to, { word: 'notice', plan, params });
      }
      return due.length;
    });
    if (told < batch) return;
  }
}

interface Ended {
  readonly subscription: Subscription;
  readonly plan: SubscribedPlan;
  readonly why: Failure;
}

async function sendFailed(
  tx: Tx,
  ctx: Ctx,
  failed: Ended & { readonly nextChargeAt: Date | undefined },
): Promise<void> {
  const { subscription, plan, why, nextChargeAt } = failed;
  if (!nextChargeAt) return sendEnded(tx, ctx, failed);
  const to = await findAddressee(tx, subscription.userId);
  if (!to) return undefined;
  const price = formatMoney(priceOf(plan, subscription.keepBps).total);
  const params = { price, at: formatInstant(nextChargeAt), why: failureWords[why][to.locale] };
  return sendLetter(tx, ctx, to, { word: 'failed', plan, params });
}

async function sendEnded(tx: Tx, ctx: Ctx, { subscription, plan, why }: Ended): Promise<void> {
  const to = await findAddressee(tx, subscription.userId);
  if (!to) return;
  const params = { why: failureWords[why][to.locale] };
  await sendLetter(tx, ctx, to, { word: 'ended', plan, params });
}

interface Sent {
  readonly word: keyof typeof letters;
  readonly plan: SubscribedPlan;
  readonly params: Readonly<Record<string, string>>;
}

async function sendLetter(
  tx: Tx,
  ctx: Ctx,
  to: Addressee & { readonly name: string },
  { word, plan, params }: Sent,
): Promise<void> {
  const { name, locale } = to;
  const tier = locale === 'en' ? plan.tierEn : plan.tierZh;
  const known = { ...params, name, plan: sayPlan(tier, plan, locale) };
  const path = word === 'ended' ? '/membership' : '/account/subscription';
  await writeLetter(tx, ctx, to, { words: letters[word], known, path });
}
