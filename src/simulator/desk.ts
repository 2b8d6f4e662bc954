import { createHash } from 'node:crypto';
import type { Book } from './book.ts';
import type { Charge, Payment, PlannedNotice, Refund, Transfer } from './entries.ts';
import type { Faults } from './faults.ts';

/** The provider says no. Nothing was written. */
export class Denial extends Error {
  readonly status: 400 | 401 | 403 | 404 | 429;
  readonly code: string;

  constructor(status: Denial['status'], code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What a tester may ask of a payment at the cashier. */
export interface Mischief {
  /** The payer is charged twice for this number. */
  readonly twice?: boolean;
  /** The payment takes effect only when the order is closed or expired. */
  readonly late?: boolean;
  /** No notice is sent. */
  readonly lose?: boolean;
  /** The notice is sent a minute later. */
  readonly delay?: boolean;
}

/** How an attempt to pay ended for the payer. `later`: accepted, takes effect when the order is over. */
export type PayResult = 'paid' | 'later' | 'already_paid' | 'closed' | 'expired' | 'unknown';

/** Promises a notice about a fact that was just written. */
export type Announce = (
  about: PlannedNotice['about'],
  ref: string,
  notifyUrl: string,
  mischief?: Mischief,
) => void;

/** What the provider's verbs work with. */
export interface Desk {
  readonly book: Book;
  readonly faults: Faults;
  readonly feeBps: number;
  /** Taken of each charge besides, fen; 0. */
  readonly feeFixed?: number;
  /** Gives no fee back with a refund; false. */
  readonly keepsFees?: boolean;
  readonly refundSec: number;
  readonly transferSec: number;
  /** Makes cashier addresses unguessable. */
  readonly secret: string;
  readonly announce: Announce;
}

/** The fee on `amount` fen, rounded half up. */
export function feeOn(amount: number, feeBps: number): number {
  return Math.floor((amount * feeBps + 5_000) / 10_000);
}

/** An instant as the book keeps it: to the second. */
export function stamp(at: Date, plusSec = 0): string {
  return new Date((Math.floor(at.getTime() / 1000) + plusSec) * 1000).toISOString();
}

type Opening = Pick<
  Payment,
  | 'outTradeNo'
  | 'trade'
  | 'amount'
  | 'currency'
  | 'description'
  | 'notifyUrl'
  | 'returnUrl'
  | 'expiresAt'
>;

/** Opens a payment; the same number with the same content answers the same again. @throws Denial */
export function openPayment(desk: Desk, asked: Opening, now: Date): Payment {
  const known = desk.book.payments.get(asked.outTradeNo);
  if (known) {
    const isSame = (Object.keys(asked) as (keyof Opening)[]).every(
      (key) => known[key] === asked[key],
    );
    if (!isSame) throw new Denial(403, 'OUT_TRADE_NO_USED', '商户订单号重复');
    if (known.transactionIds.length > 0) throw new Denial(400, 'ORDERPAID', '订单已支付');
    if (known.closedAt) throw new Denial(400, 'ORDER_CLOSED', '订单已关闭');
    return known;
  }
  if (asked.expiresAt <= stamp(now)) throw new Denial(400, 'PARAM_ERROR', 'time_expire 已过');
  const digest = createHash('sha256').update(`${desk.secret}/${asked.outTradeNo}`).digest('hex');
  desk.book.append({
    kind: 'opened',
    ...asked,
    prepayId: `wx${digest.slice(0, 34)}`,
    openedAt: stamp(now),
  });
  return getPayment(desk.book, asked.outTradeNo);
}

/** @throws Denial ORDER_NOT_EXIST */
export function getPayment(book: Book, outTradeNo: string): Payment {
  const payment = book.payments.get(outTradeNo);
  if (!payment) throw new Denial(404, 'ORDER_NOT_EXIST', '订单不存在');
  return payment;
}

/** Closes an unpaid payment; again is no harm. @throws Denial ORDERPAID, ORDER_NOT_EXIST */
export function closePayment(desk: Desk, outTradeNo: string, now: Date): void {
  const payment = getPayment(desk.book, outTradeNo);
  if (payment.transactionIds.length > 0) throw new Denial(400, 'ORDERPAID', '订单已支付');
  if (!payment.closedAt) desk.book.append({ kind: 'closed', at: stamp(now), outTradeNo });
}

/** The payer confirms at the cashier. */
export function pay(desk: Desk, outTradeNo: string, mischief: Mischief, now: Date): PayResult {
  const payment = desk.book.payments.get(outTradeNo);
  if (!payment) return 'unknown';
  if (payment.transactionIds.length > 0) return 'already_paid';
  const over = overReason(payment, now);
  const isLate = mischief.late === true || desk.faults.strikes('paymentLate');
  if (over && !isLate) return over;
  if (isLate && !over) {
    desk.book.append({ kind: 'delayed', at: stamp(now), outTradeNo });
    return 'later';
  }
  charge(desk, payment, mischief, now);
  const isTwice = mischief.twice === true || desk.faults.strikes('paymentDoubled');
  if (isTwice) charge(desk, payment, mischief, now);
  return 'paid';
}

/** Why an unpaid payment takes no more money; undefined while it does. The last second still counts. */
export function overReason(payment: Payment, now: Date): 'closed' | 'expired' | undefined {
  if (payment.closedAt) return 'closed';
  return stamp(now) > payment.expiresAt ? 'expired' : undefined;
}

function charge(desk: Desk, payment: Payment, mischief: Mischief, now: Date): void {
  const isWrong = desk.faults.strikes('wrongAmount');
  const amount = isWrong ? payment.amount + desk.faults.between(1, 100) : payment.amount;
  const transactionId = nextNumber(desk, '4200', now);
  const facts = { transactionId, outTradeNo: payment.outTradeNo, amount, paidAt: stamp(now) };
  const fee = Math.min(amount, feeOn(amount, desk.feeBps) + (desk.feeFixed ?? 0));
  const isElsewhere = desk.faults.strikes('wrongCurrency');
  desk.book.append({ kind: 'charged', ...facts, ...(isElsewhere && { currency: 'USD' }), fee });
  desk.announce('payment', transactionId, payment.notifyUrl, mischief);
}

interface RefundAsked {
  readonly outTradeNo: string | undefined;
  readonly transactionId: string | undefined;
  readonly outRefundNo: string;
  readonly amount: number;
  readonly total: number;
  readonly notifyUrl: string;
}

/** Accepts a refund; it settles later. The same number is the same refund. @throws Denial */
export function askRefund(desk: Desk, asked: RefundAsked, now: Date): Refund {
  const { book } = desk;
  const paid = findCharge(book, asked);
  const { outRefundNo, amount, total, notifyUrl } = asked;
  const known = book.refunds.get(outRefundNo);
  if (known) return repeatRefund(desk, known, { ...asked, transactionId: paid.transactionId }, now);
  requireRefundable(paid, asked);

  const left = paid.amount - paid.claimed;
  const comesBack = feeOn(left, desk.feeBps) - feeOn(left - amount, desk.feeBps);
  const reserved = desk.keepsFees ? amount : amount - comesBack;
  requireCash(book, reserved);
  const { transactionId, outTradeNo } = paid;
  const when = { askedAt: stamp(now), settlesAt: stamp(now, desk.refundSec) };
  const refundId = nextNumber(desk, '5030', now);
  const facts = { outRefundNo, refundId, transactionId, outTradeNo, amount, total, notifyUrl };
  const outcome = drawRefundOutcome(desk.faults);
  book.append({ kind: 'refund_asked', ...facts, ...when, outcome, reserved });
  return getRefund(book, outRefundNo);
}

function repeatRefund(desk: Desk, known: Refund, asked: RefundAsked, now: Date): Refund {
  const keys = ['transactionId', 'amount', 'total'] as const;
  if (keys.some((key) => known[key] !== asked[key])) {
    throw new Denial(400, 'INVALID_REQUEST', '与原退款请求参数不一致');
  }
  const { outRefundNo } = known;
  if (known.state === 'abnormal') {
    const settlesAt = stamp(now, desk.refundSec);
    desk.book.append({ kind: 'refund_retried', outRefundNo, settlesAt });
  }
  return getRefund(desk.book, outRefundNo);
}

function requireRefundable(paid: Charge, asked: RefundAsked): void {
  const refuse = (message: string): never => {
    throw new Denial(400, 'INVALID_REQUEST', message);
  };
  if (asked.total !== paid.amount) refuse('订单金额不一致');
  if (paid.claimed + asked.amount > paid.amount) refuse('退款金额大于可退金额');
  if (paid.refundCount >= 50) refuse('部分退款超过 50 次');
}

function drawRefundOutcome(faults: Faults): Refund['outcome'] {
  if (faults.strikes('refundAbnormal')) return 'abnormal';
  return faults.strikes('refundClosed') ? 'closed' : 'succeeded';
}

function findCharge(book: Book, asked: RefundAsked): Charge {
  const id = asked.transactionId ?? getPayment(book, asked.outTradeNo ?? '').transactionIds[0];
  const paid = id === undefined ? undefined : book.charges.get(id);
  if (!paid) throw new Denial(404, 'RESOURCE_NOT_EXISTS', '订单未支付或不存在');
  return paid;
}

/** @throws Denial RESOURCE_NOT_EXISTS */
export function getRefund(book: Book, outRefundNo: string): Refund {
  const refund = book.refunds.get(outRefundNo);
  if (!refund) throw new Denial(404, 'RESOURCE_NOT_EXISTS', '退款单不存在');
  return refund;
}

type TransferAsked = Pick<Transfer, 'outBillNo' | 'amount' | 'payee' | 'notifyUrl'>;

/** Accepts a transfer; the payee confirms later. A payee whose account begins with `fail` never can. @throws Denial */
export function askTransfer(desk: Desk, asked: TransferAsked, now: Date): Transfer {
  const { book } = desk;
  const known = book.transfers.get(asked.outBillNo);
  if (known) {
    if (known.amount === asked.amount && known.payee === asked.payee) return known;
    throw new Denial(400, 'ALREADY_EXISTS', '商户单号已存在且参数不一致');
  }
  requireCash(book, asked.amount);
  const fails = asked.payee.startsWith('fail') || desk.faults.strikes('transferFailed');
  const when = { askedAt: stamp(now), settlesAt: stamp(now, desk.transferSec) };
  const transferId = nextNumber(desk, '1330', now);
  const outcome = fails ? 'failed' : 'succeeded';
  book.append({ kind: 'transfer_asked', ...asked, ...when, transferId, outcome });
  return getTransfer(book, asked.outBillNo);
}

/** @throws Denial NOT_FOUND */
export function getTransfer(book: Book, outBillNo: string): Transfer {
  const transfer = book.transfers.get(outBillNo);
  if (!transfer) throw new Denial(404, 'NOT_FOUND', '转账单不存在');
  return transfer;
}

function requireCash(book: Book, amount: number): void {
  const { cash, reserved } = book.totals();
  if (cash - reserved < amount) throw new Denial(403, 'NOT_ENOUGH', '账户余额不足');
}

/** Lets happen what is due by `now`: late payments, refunds, transfers. Returns how many facts were written. */
export function settleDue(desk: Desk, now: Date): number {
  const { book } = desk;
  const at = stamp(now);
  const before = book.length();
  for (const outTradeNo of book.underWay.delayed) {
    const payment = getPayment(book, outTradeNo);
    if (payment.closedAt || at > payment.expiresAt) charge(desk, payment, {}, now);
  }
  for (const outRefundNo of book.underWay.refunds) {
    const refund = getRefund(book, outRefundNo);
    if (refund.settlesAt <= at) settleRefund(desk, refund, at);
  }
  for (const outBillNo of book.underWay.transfers) {
    const transfer = getTransfer(book, outBillNo);
    if (transfer.settlesAt > at) continue;
    book.append({ kind: 'transfer_settled', at, outBillNo, state: transfer.outcome });
    desk.announce('transfer', outBillNo, transfer.notifyUrl);
  }
  return book.length() - before;
}

function settleRefund(desk: Desk, refund: Refund, at: string): void {
  const { outRefundNo, outcome: state } = refund;
  const paid = findCharge(desk.book, refund);
  const left = paid.amount - paid.refunded - refund.amount;
  // Cumulative, so that many small refunds return no more and no less than one large one.
  const isReturned = state === 'succeeded' && !desk.keepsFees;
  const feeReturned = isReturned ? paid.feeKept - feeOn(left, desk.feeBps) : 0;
  desk.book.append({ kind: 'refund_settled', at, outRefundNo, state, feeReturned });
  desk.announce('refund', outRefundNo, refund.notifyUrl);
}

/** When something is next to happen by itself; undefined when nothing is. */
export function nextSettlement(book: Book): Date | undefined {
  const times = [
    ...[...book.underWay.refunds].map((id) => getRefund(book, id).settlesAt),
    ...[...book.underWay.transfers].map((id) => getTransfer(book, id).settlesAt),
    ...[...book.underWay.delayed].map((id) => {
      const { closedAt, expiresAt } = getPayment(book, id);
      return closedAt ?? stamp(new Date(expiresAt), 1);
    }),
  ];
  const first = times.toSorted()[0];
  return first === undefined ? undefined : new Date(first);
}

/** Six digits that tell one provider's numbers from another's: a book that was lost begins anew, under other keys. */
export function markOf(secret: string): string {
  const drawn = createHash('sha256').update(`mark/${secret}`).digest().readUInt32BE(0);
  return String(drawn % 1_000_000).padStart(6, '0');
}

/** 28 digits, never twice the same: kind, day, whose book, place in the book. */
function nextNumber({ book, secret }: Desk, kind: string, now: Date): string {
  const day = stamp(now).slice(0, 10).replaceAll('-', '');
  return `${kind}${day}${markOf(secret)}${String(book.length()).padStart(10, '0')}`;
}
