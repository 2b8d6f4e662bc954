import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import { money, type Money } from '#kernel/money.ts';
import { businessDay } from '#kernel/time.ts';
import { titleOf } from '#order/service/read-order.ts';
import { getOrderForUpdate } from '#order/service/change-order.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { getSiteSettings } from '#settings/service.ts';
import { issueInvoices } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { invoiceProblem, isWhole, numberOf, taxBack, taxIn } from '../rules.ts';
import {
  insertInvoice,
  selectInvoices,
  selectLines,
  selectRefunded,
  type LineRow,
  type RefundRow,
} from '../store/invoice.ts';
import type { Invoice, InvoiceLine, Party } from '../types.ts';

/**
 * Issues the invoice of an order once, with credit notes for what of it went back before. Asked again it answers the first one,
 * whatever is said of the buyer then.
 *
 * @throws Refusal order.unknown, invoice.not_paid, invoice.nothing_left, invoice.no_seller, policy.*; nothing is then written.
 */
export async function issueInvoice(ctx: Ctx, orderId: string, buyer: Party): Promise<string> {
  const { userId } = actingUser(ctx);
  const { seller, taxBps } = await getSiteSettings(ctx);
  return inTransaction(ctx, async (tx) => {
    const order = await getOrderForUpdate(tx, orderId);
    assertReach(ctx, issueInvoices, order.buyerId);
    const [before] = await selectInvoices(tx, orderId);
    if (before) return before.id;
    const problem = invoiceProblem(order);
    if (problem) throw refuse(problem);
    if (!isWhole(seller)) throw refuse('invoice.no_seller');

    const { total, number: orderNumber } = order;
    const lines = (await selectLines(tx, orderId)).map(lineOf);
    const tax = taxIn(total, taxBps);
    const paidAt = order.paidAt!.toISOString();
    const content = { orderNumber, seller, buyer, lines, total, taxBps, tax, paidAt };
    const id = newId(ctx.now);
    await insertInvoice(tx, {
      id,
      orderId,
      kind: 'invoice',
      refundId: null,
      seller: seller.taxNumber,
      year: yearOf(ctx.now),
      amount: total,
      issuedAt: ctx.now,
      content: { ...content, credits: null },
    });
    await creditRefunds(tx, ctx, orderId);
    if (order.buyerId !== userId) await recordAudit(tx, ctx, 'invoice.issue', orderId, { id });
    return id;
  });
}

/** Issues a credit note for each refund of an invoiced order that has none. The order is locked, so twice is once. */
export async function creditRefunds(tx: Tx, ctx: Ctx, orderId: string): Promise<void> {
  const [invoice] = await selectInvoices(tx, orderId);
  if (!invoice) return;
  let before = money(0);
  for (const refund of await selectRefunded(tx, orderId)) {
    if (!refund.isCredited) await credit(tx, ctx, { invoice, refund, before });
    before = money(before + refund.amount);
  }
}

async function credit(
  tx: Tx,
  ctx: Ctx,
  { invoice, refund, before }: { invoice: Invoice; refund: RefundRow; before: Money },
): Promise<void> {
  const { content, orderId, seller } = invoice;
  const { amount, finishedAt } = refund;
  const credits = { number: numberOf(invoice), refundedAt: finishedAt.toISOString() };
  const tax = taxBack(content.total, content.taxBps, before, amount);
  await insertInvoice(tx, {
    id: newId(ctx.now),
    orderId,
    kind: 'credit',
    refundId: refund.id,
    seller,
    year: yearOf(ctx.now),
    amount,
    issuedAt: ctx.now,
    content: { ...content, lines: [], total: amount, tax, credits },
  });
}

function lineOf({ titleZh, titleEn, term, days, ...row }: LineRow): InvoiceLine {
  const plan = term && { term, days };
  return {
    title: { zh: titleOf(titleZh, plan, 'zh'), en: titleOf(titleEn, plan, 'en') },
    listPrice: row.listPrice,
    discounts: row.discounts.map(({ amount, ...name }) => ({ name, amount })),
    price: row.price,
  };
}

function yearOf(at: Date): number {
  return Number(businessDay(at).slice(0, 4));
}
