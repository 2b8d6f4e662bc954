import type { OrderRow } from '#order/types.ts';
import { listAttempts } from '#payment/service/attempt.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { TransferAccount } from '#settings/schema/gateways.ts';
import { findTransferAccount } from '#settings/service/accounts.ts';
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
  /** Where to send the money, when its buyer chose to send it from a bank. */
  readonly transfer: TransferAccount | undefined;
}

/** How an order can be paid now, and where its buyer has begun to. */
export async function waysToPay(
  ctx: Ctx,
  { id, state }: Pick<OrderRow, 'id' | 'state'>,
  via: string | undefined,
): Promise<Ways> {
  if (state !== 'pending') return { gateways: [], way: undefined, transfer: undefined };
  const gateways = await listOpenGateways(ctx);
  const transfer = await transferOf(ctx, id);
  return { gateways, transfer, way: await wayOf(ctx, id, via) };
}

async function transferOf(ctx: Ctx, orderId: string): Promise<TransferAccount | undefined> {
  const attempts = await listAttempts(ctx, orderId);
  const isChosen = attempts.some(
    ({ gateway, state }) => gateway === 'transfer' && state === 'opened',
  );
  return isChosen ? findTransferAccount(ctx) : undefined;
}

/** A form may not lead to a cashier elsewhere, so its buyer goes there by a link. */
async function wayOf(ctx: Ctx, orderId: string, gateway?: string): Promise<Way | undefined> {
  const payUrl =
    gateway === undefined || gateway === 'transfer'
      ? undefined
      : await findWayToPay(ctx, orderId, gateway);
  return gateway !== undefined && payUrl !== undefined ? { gateway, payUrl } : undefined;
}
