import assert from 'node:assert/strict';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { posting, postTransaction } from '#ledger/service.ts';
import {
  gatewayAccount,
  gatewayFeeAccount,
  heldAccount,
  lostFeeAccount,
  suspenseAccount,
  type Movement,
} from '#ledger/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Tx } from '#platform/db.ts';
import type { Capture } from '#platform/gateway/gateway.ts';
import { publish } from '#platform/outbox.ts';
import { writeTogether, type Write } from '#platform/together.ts';
import '../events.ts';
import { feeKept, outRefundNo } from '../rules.ts';
import { findKeptCapture, insertEvent, newCapture } from '../store/capture.ts';
import { insertRefund } from '../store/refund.ts';
import type { CaptureOutcome, KnownCapture, Payment, ReturnCause, SeenEvent } from '../types.ts';

export { judgeCapture } from '../rules.ts';
export { hasCapture } from '../store/capture.ts';

/** Stores a notice by the gateway's own id; false when it was heard before, and nothing more is to be done. */
export async function isFirstHearing(tx: Tx, event: SeenEvent, now: Date): Promise<boolean> {
  return insertEvent(tx, event, now);
}

/** Money that came in by an attempt, with what becomes of it. */
export function captureOf(
  payment: Payment,
  capture: Capture,
  decided: { readonly outcome: CaptureOutcome; readonly now: Date },
): KnownCapture {
  assert(capture.currency === 'CNY', `the books are kept in CNY, not in ${capture.currency}`);
  const amount = money(capture.amount);
  return {
    id: newId(decided.now),
    paymentId: payment.id,
    orderId: payment.orderId,
    gateway: payment.gateway,
    outTradeNo: payment.outTradeNo,
    transactionId: capture.transactionId,
    amount,
    currency: 'CNY',
    fee: feeKept(amount, payment, capture.fee),
    feeBps: payment.isFeeReturned ? payment.feeBps : null,
    paidAt: capture.paidAt,
    receivedAt: decided.now,
    outcome: decided.outcome,
  };
}

/** Writes that store money that came in, once per transaction of the gateway: each changes one row, or none when it is known. */
export function capturing(capture: KnownCapture): Write[] {
  return newCapture(capture);
}

/** Stores money that came in; false when another transaction of ours has just stored it. */
export async function recordCapture(tx: Tx, capture: KnownCapture): Promise<boolean> {
  const [stored] = await writeTogether(tx, capturing(capture));
  return stored === 1;
}

/** The ledger's key of money that came in: whatever becomes of it, it is posted once. */
export function captureKey(capture: Pick<KnownCapture, 'gateway' | 'transactionId'>): string {
  return `capture:${capture.gateway}:${capture.transactionId}`;
}

/**
 * Holds money that no order needs in suspense, and writes the intent to give it back. Answers the refund's id; the
 * gateway is asked later, outside.
 */
export async function returnCapture(
  tx: Tx,
  ctx: Ctx,
  capture: KnownCapture,
  cause: ReturnCause,
): Promise<string> {
  const { gateway, amount, fee, orderId } = capture;
  await postTransaction(tx, {
    key: captureKey(capture),
    kind: 'suspense',
    subjectId: orderId,
    at: ctx.now,
    movements: [
      { source: gatewayAccount(gateway), destination: gatewayFeeAccount(gateway), amount: fee },
      {
        source: gatewayAccount(gateway),
        destination: suspenseAccount(gateway),
        amount: money(amount - fee),
      },
    ],
  });
  const id = newId(ctx.now);
  const row = {
    id,
    orderId,
    captureId: capture.id,
    outRefundNo: outRefundNo(id, 1),
    amount,
    cause,
    reason: '',
    requestedBy: null,
    requestedAt: ctx.now,
    nextTryAt: ctx.now,
  };
  await insertRefund(tx, row, []);
  await publish(tx, 'refund.requested', { orderId, refundId: id });
  return id;
}

/** What an order that waits for its team holds of its money, and the same the other way round. */
function heldMovements({ gateway, amount, fee }: KnownCapture): Movement[] {
  return [
    { source: gatewayAccount(gateway), destination: gatewayFeeAccount(gateway), amount: fee },
    {
      source: gatewayAccount(gateway),
      destination: heldAccount(gateway),
      amount: money(amount - fee),
    },
  ];
}

const backwards = (movements: readonly Movement[]): Movement[] =>
  movements.map(({ source, destination, amount }) => ({
    source: destination,
    destination: source,
    amount,
  }));

/** Writes that hold the money of an order until its team is complete: nobody has earned anything yet. */
export function holdingMoney(capture: KnownCapture, at: Date): Write[] {
  const { orderId: subjectId } = capture;
  const movements = heldMovements(capture);
  return posting({ key: captureKey(capture), kind: 'hold', subjectId, at, movements });
}

/** Writes that end this, so that it can be shared as a sale. */
export function unholdingMoney(capture: KnownCapture, at: Date): Write[] {
  const { orderId: subjectId } = capture;
  const movements = backwards(heldMovements(capture));
  return posting({ key: `un${captureKey(capture)}`, kind: 'unhold', subjectId, at, movements });
}

/** Held money went back to who paid it; the gateway gave its fee back, or the house bears it. */
export async function postHeldReturn(
  tx: Tx,
  capture: KnownCapture,
  refundId: string,
  at: Date,
): Promise<void> {
  const { gateway, amount, fee, orderId: subjectId } = capture;
  const movements = [
    feeBack(capture),
    {
      source: heldAccount(gateway),
      destination: gatewayAccount(gateway),
      amount: money(amount - fee),
    },
  ];
  await postTransaction(tx, {
    key: `refund:${refundId}`,
    kind: 'unhold',
    subjectId,
    at,
    movements,
  });
}

/** What a gateway kept of money that went back whole: it gives it back, or keeps it, and then the house bears it. */
function feeBack({ gateway, fee, feeBps }: KnownCapture): Movement {
  const source = feeBps === null ? lostFeeAccount : gatewayFeeAccount(gateway);
  return { source, destination: gatewayAccount(gateway), amount: fee };
}

/** The money that pays an order. */
export async function getKeptCapture(tx: Tx, orderId: string): Promise<KnownCapture> {
  const capture = await findKeptCapture(tx, orderId);
  assert(capture, `order ${orderId} has no money`);
  return capture;
}

/** Takes returned money out of suspense: it left the gateway, which gave its fee back, or the house bears that. */
export async function postReturn(
  tx: Tx,
  capture: KnownCapture,
  refundId: string,
  at: Date,
): Promise<void> {
  const { gateway, amount, fee, orderId } = capture;
  await postTransaction(tx, {
    key: `refund:${refundId}`,
    kind: 'return',
    subjectId: orderId,
    at,
    movements: [
      feeBack(capture),
      {
        source: suspenseAccount(gateway),
        destination: gatewayAccount(gateway),
        amount: money(amount - fee),
      },
    ],
  });
}
