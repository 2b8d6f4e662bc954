import {
  assertDecides,
  endConfirmed,
  endGranted,
  endWithout,
  findCaseOf,
  getCase,
  needsSecond,
  openCase,
  proposeCase,
  refuseAftersale,
  tellBuyer,
} from '#aftersale/service.ts';
import type { Grant, NewCase } from '#aftersale/schema.ts';
import type { CaseState, RefundCase } from '#aftersale/types.ts';
import { recordAudit } from '#audit/service.ts';
import { money, type Money } from '#kernel/money.ts';
import { askRefund, refundOrders } from '#order/policy.ts';
import {
  assertRefundable,
  getOrderForUpdate,
  partsAsked,
  refundable,
} from '#order/service/change-order.ts';
import { getOrder } from '#order/service/read-order.ts';
import type { Order } from '#order/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { getSiteSettings } from '#settings/service.ts';
import { listAskable } from './preview-refund.ts';
import { giveBack } from './refund-order.ts';

/** How a case stands after somebody did something about it. */
interface Standing {
  readonly id: string;
  readonly state: CaseState;
}

/**
 * Asks for a refund that people decide. A buyer asks for what they cannot take back by themselves. Staff say how much (without an
 * amount: all that is left); it goes back at once, or waits for a second person.
 *
 * @throws Refusal order.*, aftersale.ask_directly, aftersale.waiting, team.filling, refund.no_capture, policy.*; nothing is then written.
 */
export async function openRefundCase(
  ctx: Ctx,
  orderId: string,
  { amount, reason }: NewCase,
): Promise<Standing> {
  const { userId } = actingUser(ctx);
  const { refundAlone } = await getSiteSettings(ctx);
  return inTransaction(ctx, async (tx) => {
    const order = await getOrderForUpdate(tx, orderId);
    assertReach(ctx, askRefund, order.buyerId);
    const isStaff = order.buyerId !== userId;
    if (isStaff) assertReach(ctx, refundOrders, null);
    const wanted = amount === undefined || !isStaff ? refundable(order) : money(amount);
    // A buyer asks for mercy: no window is asked about.
    assertRefundable(order, wanted, { isStaff: true, now: ctx.now });
    if (!isStaff) await assertNotDirect(tx, ctx, order);
    const opened = { orderId, buyerId: order.buyerId, openedBy: userId, reason };
    const found = await openCase(tx, opened, ctx.now);
    if (!isStaff) return { id: found.id, state: 'open' };
    return grant(tx, ctx, { order, found, amount: wanted, answer: '', refundAlone });
  });
}

/** What can be taken back directly needs no asking. @throws Refusal aftersale.ask_directly */
async function assertNotDirect(tx: Tx, ctx: Ctx, order: Order): Promise<void> {
  const lines = order.lines.map((line) => ({ ...line, kind: line.sold.kind }));
  const askables = await listAskable(tx, { ...order, lines }, ctx);
  if ([...askables.values()].some(({ askable }) => askable > 0))
    throw refuseAftersale('aftersale.ask_directly');
}

/**
 * Staff give a part of an order, or all of it, to its buyer who asked: at once, or above the site's limit when a second one confirms it.
 *
 * @throws Refusal aftersale.unknown, own, passed; order.*, policy.forbidden; nothing is then written.
 */
export async function grantRefund(
  ctx: Ctx,
  id: string,
  { amount, answer }: Grant,
): Promise<Standing> {
  const { refundAlone } = await getSiteSettings(ctx);
  return deciding(ctx, id, async (tx, { order, found }) => {
    if (found.state !== 'open') throw refuseAftersale('aftersale.passed');
    return grant(tx, ctx, { order, found, amount: money(amount), answer, refundAlone });
  });
}

/**
 * A second one of the staff confirms what the first proposed.
 *
 * @throws Refusal aftersale.unknown, own, same_person, passed; order.*, policy.forbidden; nothing is then written.
 */
export async function confirmRefundCase(ctx: Ctx, id: string): Promise<Standing> {
  return deciding(ctx, id, async (tx, { order, found }) => {
    const { state, amount } = found;
    if (state !== 'proposed' || amount === null) throw refuseAftersale('aftersale.passed');
    assertDecides(found, actingUser(ctx).userId);
    assertRefundable(order, amount, { isStaff: true, now: ctx.now });
    const parts = partsAsked(order.lines, amount);
    const refundId = await giveBack(tx, ctx, order, {
      parts,
      isStaff: true,
      reason: found.reason,
    });
    await endConfirmed(tx, { id, by: actingUser(ctx).userId, refundId }, ctx.now);
    await tellBuyer(tx, ctx, { order, kind: 'granted', amount, answer: found.answer });
    return { id, state: 'granted' };
  });
}

/** Staff end a case without a refund, and say why. @throws Refusal aftersale.unknown, own, passed; policy.forbidden */
export async function refuseRefundCase(ctx: Ctx, id: string, answer: string): Promise<Standing> {
  return deciding(ctx, id, async (tx, { order, found }) => {
    await endWithout(tx, { id, by: actingUser(ctx).userId, state: 'refused', answer }, ctx.now);
    await recordAudit(tx, ctx, 'order.refund_refuse', order.id, { reason: answer });
    if (found.openedBy === order.buyerId)
      await tellBuyer(tx, ctx, { order, kind: 'refused', amount: 0, answer });
    return { id, state: 'refused' };
  });
}

/** A buyer takes back what they asked. @throws Refusal aftersale.unknown, aftersale.passed, policy.* */
export async function withdrawRefundCase(ctx: Ctx, id: string): Promise<Standing> {
  return inTransaction(ctx, async (tx) => {
    const { openedBy: owner } = await getCase(tx, id);
    assertReach(ctx, askRefund, owner);
    const { userId } = actingUser(ctx);
    if (owner !== userId) throw refuseAftersale('aftersale.own');
    await endWithout(tx, { id, by: userId, state: 'withdrawn', answer: '' }, ctx.now);
    return { id, state: 'withdrawn' };
  });
}

/** The same for the last case of an order. @throws Refusal aftersale.unknown, aftersale.passed, policy.* */
export async function withdrawLastCase(ctx: Ctx, orderId: string): Promise<void> {
  const { buyerId } = await getOrder(ctx, orderId);
  assertReach(ctx, askRefund, buyerId);
  const found = await findCaseOf(ctx, orderId);
  if (!found) throw refuseAftersale('aftersale.unknown');
  await withdrawRefundCase(ctx, found.id);
}

interface Deciding {
  readonly order: Order;
  readonly found: RefundCase;
}

/** Does what one of the staff decides about a case, behind its order's lock, unless the order is their own. */
async function deciding(
  ctx: Ctx,
  id: string,
  decide: (tx: Tx, deciding: Deciding) => Promise<Standing>,
): Promise<Standing> {
  assertReach(ctx, refundOrders, null);
  return inTransaction(ctx, async (tx) => {
    const { orderId } = await getCase(tx, id);
    const order = await getOrderForUpdate(tx, orderId);
    const found = await getCase(tx, id);
    if (found.buyerId === actingUser(ctx).userId) throw refuseAftersale('aftersale.own');
    return decide(tx, { order, found });
  });
}

interface Granting extends Deciding {
  readonly amount: Money;
  readonly answer: string;
  readonly refundAlone: number;
}

async function grant(tx: Tx, ctx: Ctx, granting: Granting): Promise<Standing> {
  const { order, found, amount, answer, refundAlone } = granting;
  const { id, reason } = found;
  const by = actingUser(ctx).userId;
  assertRefundable(order, amount, { isStaff: true, now: ctx.now });
  if (needsSecond(order, amount, refundAlone)) {
    await proposeCase(tx, { id, by, amount, answer });
    await recordAudit(tx, ctx, 'order.refund_propose', order.id, { amount, reason });
    return { id, state: 'proposed' };
  }
  const parts = partsAsked(order.lines, amount);
  const refundId = await giveBack(tx, ctx, order, { parts, isStaff: true, reason });
  await endGranted(tx, { id, by, amount, answer, refundId }, ctx.now);
  await tellBuyer(tx, ctx, { order, kind: 'granted', amount, answer });
  return { id, state: 'granted' };
}
