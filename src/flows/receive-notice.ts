import { isFirstHearing } from '#payment/service/capture.ts';
import { findAttempt, gatewayNamed, readNotice } from '#payment/service/attempt.ts';
import { settlePayout } from '#payout/service/send.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import type { Notice } from '#platform/gateway/gateway.ts';
import { applyCapture } from './pay-order.ts';
import { askGateway } from './poll-payments.ts';
import { askAboutRefund, settleRefund } from './settle-refund.ts';

/**
 * Takes a gateway's notice: proves it, stores it once by its id and applies what it says, all in one transaction. Answers what
 * the gateway wants to read. A notice that only hints at something is a reason to ask.
 *
 * @throws Refusal payment.unknown_gateway, payment.forged, payment.unknown; the gateway then tells again.
 */
export async function receiveNotice(
  ctx: Ctx,
  gateway: string,
  headers: Headers,
  body: Uint8Array,
): Promise<string> {
  const notice = await readNotice(ctx, gateway, headers, body);
  if (notice.kind === 'payment') await applyCapture(ctx, gateway, notice, notice);
  else if (notice.kind === 'refund') await settleRefund(ctx, gateway, notice, notice);
  else if (notice.kind === 'transfer') await applyTransfer(ctx, gateway, notice);
  else if (notice.kind === 'hint') await followHint(ctx, gateway, notice);
  return (await gatewayNamed(ctx, gateway)).understood;
}

async function followHint(
  ctx: Ctx,
  gateway: string,
  hint: Extract<Notice, { kind: 'hint' }>,
): Promise<void> {
  const { outRefundNo, outTradeNo } = hint;
  if (outRefundNo !== undefined) return askAboutRefund(ctx, gateway, outRefundNo, hint);
  const payment = await findAttempt(ctx, gateway, outTradeNo);
  // One that was given up may be paid all the same.
  if (payment && payment.state !== 'succeeded') await askGateway(ctx, payment, hint);
}

async function applyTransfer(
  ctx: Ctx,
  gateway: string,
  notice: Extract<Notice, { kind: 'transfer' }>,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const event = { gateway, id: notice.id, kind: 'transfer', subject: notice.outBillNo } as const;
    if (await isFirstHearing(tx, event, ctx.now))
      await settlePayout(tx, { ...notice, gateway }, ctx.now);
  });
}
