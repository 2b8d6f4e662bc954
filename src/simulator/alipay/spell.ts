import type { Book } from '../book.ts';
import { getPayment, getRefund, overReason } from '../desk.ts';
import type { Charge, Payment, PlannedNotice, Refund } from '../entries.ts';
import { inShanghai } from '../envelope.ts';
import type { AlipaySealer, Fields } from './seal.ts';

/** `2026-11-21 18:00:00`. */
export function local(instant: string): string {
  return inShanghai(instant).slice(0, 19).replace('T', ' ');
}

/** `19.90`. */
export function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}

/** What a provider calls a trade that nobody has paid: its number is its page's. */
function tradeNoOf(payment: Payment, charge: Charge | undefined): string {
  return charge?.transactionId ?? `unpaid${payment.prepayId.slice(2, 24)}`;
}

function statusOf(payment: Payment, charge: Charge | undefined, now: Date): string {
  if (charge) return charge.refunded >= charge.amount ? 'TRADE_CLOSED' : 'TRADE_SUCCESS';
  return overReason(payment, now) ? 'TRADE_CLOSED' : 'WAIT_BUYER_PAY';
}

/** A trade as a query tells it. */
export function spellTrade(payment: Payment, charge: Charge | undefined, now: Date): object {
  return {
    trade_no: tradeNoOf(payment, charge),
    out_trade_no: payment.outTradeNo,
    trade_status: statusOf(payment, charge, now),
    total_amount: yuan(charge?.amount ?? payment.amount),
    buyer_logon_id: 'san***@sandbox.com',
    ...(charge && { send_pay_date: local(charge.paidAt), buyer_pay_amount: yuan(charge.amount) }),
  };
}

/** A refund as a query tells it: while it is not through, it has no status. */
export function spellRefund(refund: Refund): object {
  return {
    trade_no: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    out_request_no: refund.outRefundNo,
    refund_amount: yuan(refund.amount),
    total_amount: yuan(refund.total),
    ...(refund.state === 'succeeded' && {
      refund_status: 'REFUND_SUCCESS',
      gmt_refund_pay: local(refund.settledAt ?? refund.askedAt),
    }),
  };
}

/** What a planned notice says, as the book stands now; unsigned. */
export function fieldsOf(
  sealer: AlipaySealer,
  book: Book,
  notice: PlannedNotice,
  now: Date,
): Fields {
  const refund = notice.about === 'refund' ? getRefund(book, notice.ref) : undefined;
  const charge = book.charges.get(refund?.transactionId ?? notice.ref);
  if (!charge) throw new Error(`no charge ${notice.ref} to tell about`);
  const payment = getPayment(book, charge.outTradeNo);
  return {
    ...headOf(sealer, notice, now),
    ...tradeFields(payment, charge),
    // A refund is told as the trade's own state once more, with all that was given back so far.
    ...(refund && {
      trade_status: statusOf(payment, charge, now),
      refund_fee: yuan(charge.refunded),
      gmt_refund: `${local(refund.settledAt ?? refund.askedAt)}.000`,
      out_biz_no: refund.outRefundNo,
    }),
  };
}

function headOf(sealer: AlipaySealer, { id }: Pick<PlannedNotice, 'id'>, now: Date): Fields {
  return {
    notify_time: local(now.toISOString()),
    notify_type: 'trade_status_sync',
    notify_id: id,
    app_id: sealer.keys.appId,
    charset: 'utf-8',
    version: '1.0',
    seller_id: sealer.keys.sellerId,
    auth_app_id: sealer.keys.appId,
    // Sent empty, and signed so: who drops what is empty cannot prove the notice.
    passback_params: '',
  };
}

function tradeFields(
  payment: Payment,
  charge: Pick<Charge, 'transactionId' | 'amount' | 'paidAt'>,
) {
  return {
    trade_no: charge.transactionId,
    out_trade_no: payment.outTradeNo,
    trade_status: 'TRADE_SUCCESS',
    total_amount: yuan(charge.amount),
    receipt_amount: yuan(charge.amount),
    buyer_id: '2088000000000099',
    subject: payment.description,
    gmt_create: local(payment.openedAt),
    gmt_payment: local(charge.paidAt),
  };
}

/** What the provider would say if an unpaid trade had been paid now. */
export function lieOf(sealer: AlipaySealer, payment: Payment, now: Date): Fields {
  const transactionId = '2026'.padEnd(28, '9');
  const paid = { transactionId, amount: payment.amount, paidAt: now.toISOString() };
  const notice = { id: `forged-${payment.outTradeNo}` };
  return { ...headOf(sealer, notice, now), ...tradeFields(payment, paid) };
}
