import assert from 'node:assert/strict';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { askAgainMs } from '#kernel/retry.ts';
import { after } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Db, Tx } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import '../events.ts';
import { refuse } from '../refusals.ts';
import { isTriedAgain, outRefundNo } from '../rules.ts';
import { findCapture, findKeptCapture } from '../store/capture.ts';
import {
  claimTry,
  findRefund,
  finishRefund,
  insertRefund,
  listRefundsOf,
  noteFailure,
  renumberRefund,
  selectDueRefunds,
  selectTakenByOthers,
  selectEnded,
} from '../store/refund.ts';
import type { KnownCapture, Refund, RefundFact, RefundLine } from '../types.ts';

export { isOfOrder } from '../rules.ts';

interface WantedRefund {
  readonly orderId: string;
  /** What of each line: one at least. */
  readonly lines: readonly RefundLine[];
  readonly cause: 'buyer' | 'staff' | 'team' | 'owned';
  readonly reason: string;
  readonly requestedBy: string | null;
}

/**
 * Writes the intent to give back money of an order that has promised it. Answers the refund's id.
 *
 * @throws Refusal refund.no_capture for an order that cost nothing
 */
export async function intendRefund(
  tx: Tx,
  { lines, ...wanted }: WantedRefund,
  now: Date,
): Promise<string> {
  const capture = await findKeptCapture(tx, wanted.orderId);
  if (!capture) throw refuse('refund.no_capture');
  const id = newId(now);
  const number = { outRefundNo: outRefundNo(id, 1), captureId: capture.id };
  const amount = money(lines.reduce((sum, part) => sum + part.amount, 0));
  const row = { id, ...wanted, ...number, amount, requestedAt: now, nextTryAt: now };
  await insertRefund(tx, row, lines);
  await publish(tx, 'refund.requested', { orderId: wanted.orderId, refundId: id });
  return id;
}

/** A refund with the money that it comes from. @throws Refusal refund.unknown */
export async function getRefund(
  db: Db,
  id: string,
): Promise<{ refund: Refund; capture: KnownCapture }> {
  const refund = await findRefund(db, { id });
  if (!refund) throw refuse('refund.unknown');
  const capture = await findCapture(db, refund.captureId);
  assert(capture, `refund ${id} has lost its capture`);
  return { refund, capture };
}

/** The refund that waits, or ended, with this number; undefined for a number that is not in use (any more). */
export async function findRefundByNo(db: Db, number: string): Promise<Refund | undefined> {
  return findRefund(db, { outRefundNo: number });
}

/** Every refund of an order, newest first. */
export async function listRefundsOfOrder(ctx: Ctx, orderId: string): Promise<Refund[]> {
  return listRefundsOf(ctx.db, orderId);
}

/** The lines of an order whose right of use a refund ended; whoever asks has checked who may know. */
export async function listEnded(db: Db, orderId: string): Promise<ReadonlySet<string>> {
  return new Set(await selectEnded(db, orderId));
}

/** The lines whose right comes back when a refund of the locked order has failed: those that no other refund takes back. */
export async function listGivenAgain(tx: Tx, { id, lines }: Refund): Promise<string[]> {
  const took = lines.filter(({ takesBack }) => takesBack).map(({ lineId }) => lineId);
  const others = new Set(await selectTakenByOthers(tx, id, took));
  return took.filter((lineId) => !others.has(lineId));
}

/** Up to `limit` refunds that are to be asked about. */
export async function listDueRefunds(ctx: Ctx, limit: number): Promise<string[]> {
  return selectDueRefunds(ctx.db, ctx.now, limit);
}

/** Takes the next try of a refund; false when another has just made it. The one after comes later. */
export async function takeTry(ctx: Ctx, refund: Refund): Promise<boolean> {
  return claimTry(ctx.db, refund, ctx.now, after(ctx.now, askAgainMs(refund.tries + 1)));
}

/** Notes, for people, why a refund still waits. */
export async function noteWait(db: Db, number: string, why: string): Promise<void> {
  await noteFailure(db, number, why);
}

/** Ends a waiting refund as `succeeded`; false when somebody was faster. */
export async function succeedRefund(tx: Tx, fact: RefundFact, now: Date): Promise<boolean> {
  const { outRefundNo: number, refundId } = fact;
  return finishRefund(tx, {
    outRefundNo: number,
    state: 'succeeded',
    at: now,
    refundId,
    failure: null,
  });
}

/**
 * The gateway ended a refund without effect: it goes on with a new number, or has failed after the last attempt; or
 * somebody was faster and there is nothing to do.
 */
export async function abandonAttempt(
  tx: Tx,
  refund: Refund,
  why: string,
  now: Date,
): Promise<'renumbered' | 'failed' | 'known'> {
  const { id, attempt, outRefundNo: number } = refund;
  if (isTriedAgain(refund.cause, attempt)) {
    const next = {
      outRefundNo: number,
      nextNo: outRefundNo(id, attempt + 1),
      nextTryAt: after(now, askAgainMs(attempt)),
    };
    return (await renumberRefund(tx, next)) ? 'renumbered' : 'known';
  }
  const end = {
    outRefundNo: number,
    state: 'failed',
    at: now,
    refundId: null,
    failure: why,
  } as const;
  return (await finishRefund(tx, end)) ? 'failed' : 'known';
}
