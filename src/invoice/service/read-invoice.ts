import type { Locale } from '#kernel/locale.ts';
import { getOrder } from '#order/service/read-order.ts';
import type { OrderRow } from '#order/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { Threads, WorkGivenUp } from '#platform/threads.ts';
import { getSiteSettings } from '#settings/service.ts';
import { readInvoices } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { invoiceProblem, isWhole, numberOf } from '../rules.ts';
import { findInvoice, selectInvoices } from '../store/invoice.ts';
import type { Invoice } from '../types.ts';
import type { Drawable } from './draw-invoice.ts';

/** An order with its documents, and what stands in the way of an invoice that is not there. */
export interface Invoiced {
  readonly order: OrderRow;
  readonly invoices: readonly Invoice[];
  readonly problem: ReturnType<typeof invoiceProblem> | 'invoice.no_seller';
}

/** What an order's buyer has in writing. @throws Refusal order.unknown, policy.* */
export async function getInvoiced(ctx: Ctx, orderId: string): Promise<Invoiced> {
  const order = await getOrder(ctx, orderId);
  assertReach(ctx, readInvoices, order.buyerId);
  const [invoices, { seller }] = await Promise.all([
    selectInvoices(ctx.db, orderId),
    getSiteSettings(ctx),
  ]);
  const problem = invoiceProblem(order) ?? (isWhole(seller) ? undefined : 'invoice.no_seller');
  return { order, invoices, problem };
}

const threads = new Threads<
  { readonly invoice: Drawable; readonly locale: Locale },
  Uint8Array<ArrayBuffer>
>({
  module: new URL('draw-thread.ts', import.meta.url),
  size: 1,
  limitMs: 20_000,
  heapMb: 300,
  longestLine: 100,
  piecesEach: 500,
});

/** A document as a PDF for a reader of `locale`. @throws Refusal invoice.unknown, invoice.busy, policy.* */
export async function readPdf(
  ctx: Ctx,
  id: string,
  locale: Locale,
): Promise<{ readonly name: string; readonly content: Uint8Array<ArrayBuffer> }> {
  const found = await findInvoice(ctx.db, id);
  if (!found) throw refuse('invoice.unknown');
  assertReach(ctx, readInvoices, found.buyerId);
  const { kind, seller, year, serial, amount, issuedAt, content } = found;
  const invoice = { kind, seller, year, serial, amount, issuedAt: issuedAt.toISOString(), content };
  try {
    const drawn = await threads.ask({ invoice, locale }, actingUser(ctx).userId);
    return { name: `${numberOf(found)}.pdf`, content: drawn };
  } catch (error) {
    if (error instanceof WorkGivenUp) throw refuse('invoice.busy');
    throw error;
  }
}
