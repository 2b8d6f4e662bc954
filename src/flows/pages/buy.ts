import { z } from 'zod';
import { newId } from '#kernel/id.ts';
import { localePath } from '#kernel/locale.ts';
import { Refusal } from '#kernel/refusal.ts';
import { placeOrders } from '#order/policy.ts';
import { OrderId } from '#order/schema.ts';
import { getOrder } from '#order/service/read-order.ts';
import type { LineRow } from '#order/types.ts';
import { payOrders } from '#payment/policy.ts';
import { StartPayment } from '#payment/schema.ts';
import type { Ctx } from '#platform/ctx.ts';
import { formRoute, redirectTo, type Redirect, type Route } from '#platform/http/route.ts';
import { cancelOrder } from '../close-orders.ts';
import { buyOffer, startPayment } from '../start-payment.ts';

/** Where a buyer goes on with an order: at the cashier, in the course, or at the order's page. */
export async function goOn(ctx: Ctx, orderId: string, gateway?: string): Promise<Redirect> {
  const { locale } = ctx;
  const page = localePath(locale, `/orders/${orderId}`);
  try {
    const { state, payUrl, gateway: via } = await startPayment(ctx, orderId, gateway);
    if (state === 'held') return redirectTo(page);
    if (state === 'paid') {
      const { lines } = await getOrder(ctx, orderId);
      return redirectTo(lines.length > 1 ? page : localePath(locale, placeToUse(lines[0]!)));
    }
    // A form may lead to our own addresses only (form-action): a cashier elsewhere is a link on the order's page.
    const isOurs =
      payUrl !== null && new URL(payUrl).origin === new URL(ctx.ports.settings.publicUrl).origin;
    if (payUrl === null) return redirectTo(page);
    return redirectTo(isOurs ? payUrl : `${page}?via=${via}`);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'payment.unavailable')
      return redirectTo(`${page}?from=silence`);
    throw error;
  }
}

const placeToUse = ({ workSlug }: Pick<LineRow, 'workSlug'>) =>
  workSlug ? `/learn/${workSlug}` : '/account/membership';

/** The forms that buy, pay and give up. */
export const buyForms: readonly Route[] = [
  formRoute({
    path: '/buy',
    may: placeOrders,
    body: z.object({
      offerId: z.uuid(),
      activityId: z.uuid().optional(),
      expectedTotal: z.coerce.number().int().min(0).optional(),
    }),
    run: async (ctx, { body }) => {
      // The key is new each time; an order that waits for this offer is found by itself.
      const order = await buyOffer(ctx, { ...body, idempotencyKey: newId(ctx.now) });
      return goOn(ctx, order.id);
    },
  }),
  formRoute({
    path: '/orders/:id/pay',
    may: payOrders,
    params: OrderId,
    body: StartPayment,
    run: (ctx, { params, body }) => goOn(ctx, params.id, body.gateway),
  }),
  formRoute({
    path: '/orders/:id/cancel',
    may: payOrders,
    params: OrderId,
    run: async (ctx, { params }) => {
      await cancelOrder(ctx, params.id);
      return redirectTo(localePath(ctx.locale, `/orders/${params.id}`));
    },
  }),
];
