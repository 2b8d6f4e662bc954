import { askAgainMs } from '#kernel/retry.ts';
import { after } from '#kernel/time.ts';
import { postTransaction } from '#ledger/service.ts';
import { gatewayAccount, transitAccount } from '#ledger/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import {
  GatewayRefused,
  GatewayUnavailable,
  type Gateway,
  type TransferState,
} from '#platform/gateway/gateway.ts';
import { oneByOne } from '#platform/one-by-one.ts';
import { publish } from '#platform/outbox.ts';
import { findGateway } from '#settings/service/accounts.ts';
import '../events.ts';
import {
  claimTry,
  findPayout,
  finishPayout,
  noteFailure,
  selectDuePayouts,
} from '../store/payout.ts';
import type { Payout, TransferFact } from '../types.ts';
import { ownerOf, putBack } from './request.ts';

const sendBatch = 100;

/** Sends approved payouts and asks about those under way. */
export async function sendPayouts(ctx: Ctx): Promise<void> {
  const due = await selectDuePayouts(ctx.db, ctx.now, sendBatch);
  await oneByOne(ctx, due, 'sending a payout', (id) => sendPayout(ctx, id));
}

/**
 * Sends one approved payout, or asks what became of it: always by the same number, outside any transaction. A result
 * that is not known leaves it in transit.
 */
export async function sendPayout(ctx: Ctx, id: string): Promise<void> {
  const payout = await findPayout(ctx.db, { id });
  const gateway = payout && (await findGateway(ctx, payout.gateway));
  if (!payout || payout.state !== 'approved' || !gateway) return;
  if (!(await claimTry(ctx.db, payout, ctx.now, after(ctx.now, askAgainMs(payout.tries + 1)))))
    return;

  const told = await askGateway(ctx, gateway, payout);
  if (told?.state === 'succeeded' || told?.state === 'failed') {
    await inTransaction(ctx, (tx) =>
      settlePayout(tx, { gateway: payout.gateway, outBillNo: payout.outBillNo, ...told }, ctx.now),
    );
  }
}

/** What the gateway says; undefined when it says nothing that can be relied on. */
async function askGateway(
  ctx: Ctx,
  gateway: Gateway,
  payout: Payout,
): Promise<TransferState | undefined> {
  try {
    // Whatever an earlier try did is found before anything is asked for again.
    const known = payout.tries > 0 ? await gateway.queryTransfer(payout.outBillNo) : undefined;
    if (known && known.state !== 'unknown_transfer') return known;
    return await gateway.transfer({
      outBillNo: payout.outBillNo,
      amount: payout.amount,
      payee: { account: payout.payee },
      remark: '课程分成',
      notifyUrl: `${ctx.ports.settings.publicUrl}/payment/notices/${payout.gateway}`,
    });
  } catch (error) {
    if (error instanceof GatewayUnavailable) return undefined;
    if (error instanceof GatewayRefused) return whenRefused(ctx, gateway, payout, error);
    throw error;
  }
}

/** A refusal is believed only together with the gateway's word that it never saw the number. */
async function whenRefused(
  ctx: Ctx,
  gateway: Gateway,
  payout: Payout,
  refused: GatewayRefused,
): Promise<TransferState | undefined> {
  ctx.ports.log.error('a payout was refused by its gateway', {
    payoutId: payout.id,
    code: refused.code,
  });
  await noteFailure(ctx.db, payout.id, refused.code);
  // More money will come, or somebody will mend the contract; the payee did nothing wrong.
  if (refused.code === 'not_enough_money' || refused.code === 'forbidden') return undefined;
  const known = await unlessUnavailable(gateway.queryTransfer(payout.outBillNo));
  if (known?.state !== 'unknown_transfer') return known;
  return { state: 'failed', transferId: '', amount: payout.amount, reason: refused.code };
}

async function unlessUnavailable<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GatewayUnavailable || error instanceof GatewayRefused) return undefined;
    throw error;
  }
}

/**
 * Applies how a transfer ended, once: the money left the gateway, or it is whose it was. False for a number that
 * is not ours or a payout that ended before.
 */
export async function settlePayout(tx: Tx, fact: TransferFact, now: Date): Promise<boolean> {
  const payout = await findPayout(tx, { outBillNo: fact.outBillNo });
  if (payout?.gateway !== fact.gateway) return false;
  const { id, amount, gateway } = payout;
  if (fact.amount !== amount)
    throw new Error(`payout ${id} is ${amount}, the gateway says ${fact.amount}`);

  const isPaid = fact.state === 'succeeded';
  const failure = isPaid ? null : (fact.reason ?? 'failed');
  const end = {
    id,
    state: isPaid ? 'paid' : 'failed',
    at: now,
    transferId: fact.transferId,
    failure,
  } as const;
  if (!(await finishPayout(tx, end))) return false;

  if (isPaid) {
    const movements = [{ source: transitAccount, destination: gatewayAccount(gateway), amount }];
    await postTransaction(tx, {
      key: `payout:${id}:paid`,
      kind: 'payout_paid',
      subjectId: id,
      at: now,
      movements,
    });
  } else {
    await putBack(tx, payout, now);
  }
  await publish(tx, isPaid ? 'payout.paid' : 'payout.failed', {
    payoutId: id,
    ownerId: ownerOf(payout).id,
  });
  return true;
}
