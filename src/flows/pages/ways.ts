import type { OrderRow } from '#order/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { listOpenGateways } from '#settings/service/gateways.ts';
import { findWayToPay } from '../start-payment.ts';

/** A cashier elsewhere. */
export interface Way {
  readonly gateway: string;
  readonly payUrl: string;
}

/** How an order can be paid. */
export interface Ways {
  readonly gateways: readonly string[];
  /** A cashier elsewhere that its buyer chose. */
  readonly way: Way | undefined;
}

/** How an order can be paid now, and where its buyer has begun to. */
export async function waysToPay(
  ctx: Ctx,
  { id, state }: Pick<OrderRow, 'id' | 'state'>,
  via: string | undefined,
): Promise<Ways> {
  if (state !== 'pending') return { gateways: [], way: undefined };
  return { gateways: await listOpenGateways(ctx), way: await wayOf(ctx, id, via) };
}

/** A form may not lead to a cashier elsewhere, so its buyer goes there by a link. */
async function wayOf(ctx: Ctx, orderId: string, gateway?: string): Promise<Way | undefined> {
  const payUrl = gateway === undefined ? undefined : await findWayToPay(ctx, orderId, gateway);
  return gateway !== undefined && payUrl !== undefined ? { gateway, payUrl } : undefined;
}
