import { money, roundedShareOf, type Money } from '#kernel/money.ts';
import type { OrderState } from '#order/types.ts';
import {
  returnCauses,
  type CaptureOutcome,
  type DaySide,
  type Difference,
  type OurDay,
  type RefundCause,
} from './types.ts';

/** All that the fate of money that came in depends on. */
export interface CaptureCase {
  readonly order: {
    readonly state: OrderState;
    readonly total: number;
    readonly currency: string;
    readonly expiresAt: Date;
  };
  readonly capture: { readonly amount: number; readonly currency: string; readonly paidAt: Date };
  /** The buyer has the work from elsewhere. */
  readonly isOwned: boolean;
  /** The offer could be bought now, at the same price. */
  readonly isBuyable: boolean;
}

/**
 * What becomes of money that came in. Who paid in time, by the gateway's clock, is served even when the order was closed
 * meanwhile; who paid late is served when the offer still stands, and else gets the money back.
 */
export function judgeCapture({ order, capture, isOwned, isBuyable }: CaptureCase): CaptureOutcome {
  if (capture.amount !== order.total || capture.currency !== order.currency) return 'mismatch';
  const isServed = order.state === 'paid' || order.state === 'held';
  if (isServed || order.state === 'refunded' || isOwned) return 'duplicate';
  return capture.paidAt <= order.expiresAt || isBuyable ? 'kept' : 'late';
}

/**
 * What a gateway kept of money that came in: what it says, where it keeps its fee for good and says so; else what was agreed. Never
 * more than came in.
 */
export function feeKept(
  amount: Money,
  terms: { readonly feeBps: number; readonly feeFixed: Money; readonly isFeeReturned: boolean },
  told: number | undefined,
): Money {
  // What comes back is computed by the rate, and so is what is kept.
  if (terms.isFeeReturned) return roundedShareOf(amount, terms.feeBps);
  const agreed = roundedShareOf(amount, terms.feeBps) + terms.feeFixed;
  return money(Math.max(0, Math.min(amount, told ?? agreed)));
}

/** 32 hexadecimal digits: a number at the gateway, made from the row's id. */
export function plainId(id: string): string {
  return id.replaceAll('-', '');
}

/** A refund's number at the gateway: the intent's id and which attempt of it this is. */
export function outRefundNo(refundId: string, attempt: number): string {
  return `${plainId(refundId)}-${attempt}`;
}

const mostAttempts = 5;

/** Whether a refund gives back what an order has, not money that no order needed. */
export function isOfOrder(cause: RefundCause): boolean {
  return !(returnCauses as readonly RefundCause[]).includes(cause);
}

/**
 * Whether a refund that the gateway ended without effect gets another attempt, with another number. Money that belongs
 * to no order or to no team is given back for as long as it takes; what an order holds can be asked for again.
 */
export function isTriedAgain(cause: RefundCause, attempt: number): boolean {
  return (cause !== 'buyer' && cause !== 'staff') || attempt < mostAttempts;
}

/**
 * Everything that a gateway's bill of a day and our books of it do not both say, each thing once; nothing when they agree.
 * The order of the lines does not matter.
 */
export function differencesOf(billed: DaySide, ours: OurDay): Difference[] {
  return [...paymentDifferences(billed, ours), ...refundDifferences(billed, ours)];
}

function paymentDifferences(billed: DaySide, ours: OurDay): Difference[] {
  const known = new Map(ours.payments.map((payment) => [payment.transactionId, payment]));
  const named = new Set(billed.payments.map(({ transactionId }) => transactionId));
  const missing = ours.payments
    .filter(({ transactionId }) => !named.has(transactionId))
    .map(({ transactionId: number, amount, orderId }) => ({
      kind: 'missing' as const,
      number,
      billed: null,
      ours: amount,
      orderId,
    }));
  const told = billed.payments.flatMap(({ transactionId: number, amount, fee }): Difference[] => {
    const own = known.get(number);
    if (!own) return [{ kind: 'foreign', number, billed: amount, ours: null, orderId: null }];
    const { orderId } = own;
    if (own.amount !== amount)
      return [{ kind: 'amount', number, billed: amount, ours: own.amount, orderId }];
    return own.fee === fee ? [] : [{ kind: 'fee', number, billed: fee, ours: own.fee, orderId }];
  });
  return [...missing, ...told];
}

function refundDifferences(billed: DaySide, ours: OurDay): Difference[] {
  const known = new Map(ours.refunds.map((refund) => [refund.outRefundNo, refund]));
  return billed.refunds.flatMap(({ outRefundNo: number, amount }): Difference[] => {
    const own = known.get(number);
    if (!own)
      return [{ kind: 'refund_foreign', number, billed: amount, ours: null, orderId: null }];
    return own.amount === amount
      ? []
      : [
          {
            kind: 'refund_amount',
            number,
            billed: amount,
            ours: own.amount,
            orderId: own.orderId,
          },
        ];
  });
}
