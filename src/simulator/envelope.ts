import type { Book } from './book.ts';
import { getPayment, getRefund, getTransfer } from './desk.ts';
import type { Charge, Payment, PlannedNotice, Refund, Transfer } from './entries.ts';
import { type Sealer, sealResource } from './seal.ts';

/** RFC 3339 in China's zone, to the second. */
export function inShanghai(instant: string): string {
  return `${new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}

/** A transaction as the protocol spells it; `charge` is absent while it is unpaid. */
export function spellTransaction(sealer: Sealer, payment: Payment, charge?: Charge): object {
  const head = {
    appid: sealer.keys.appid,
    mchid: sealer.keys.mchid,
    out_trade_no: payment.outTradeNo,
  };
  if (!charge) {
    const state = payment.closedAt ? 'CLOSED' : 'NOTPAY';
    return {
      ...head,
      trade_state: state,
      trade_state_desc: payment.closedAt ? '订单已关闭' : '订单未支付',
    };
  }
  return {
    ...head,
    transaction_id: charge.transactionId,
    trade_type: payment.trade,
    trade_state: charge.claimed > 0 ? 'REFUND' : 'SUCCESS',
    trade_state_desc: charge.claimed > 0 ? '转入退款' : '支付成功',
    bank_type: 'OTHERS',
    attach: '',
    success_time: inShanghai(charge.paidAt),
    payer: { openid: 'oSandboxPayer' },
    amount: {
      total: charge.amount,
      payer_total: charge.amount,
      currency: payment.currency,
      payer_currency: payment.currency,
    },
  };
}

const refundStatus = {
  processing: 'PROCESSING',
  succeeded: 'SUCCESS',
  abnormal: 'ABNORMAL',
  closed: 'CLOSED',
};

/** A refund as an answer spells it. */
export function spellRefund(refund: Refund): object {
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
    create_time: inShanghai(refund.askedAt),
    status: refundStatus[refund.state],
    ...(refund.state === 'succeeded' && {
      success_time: inShanghai(refund.settledAt ?? refund.askedAt),
    }),
    amount: {
      total: refund.total,
      refund: refund.amount,
      payer_total: refund.total,
      payer_refund: refund.amount,
      currency: 'CNY',
    },
  };
}

const transferStatus = { processing: 'WAIT_USER_CONFIRM', succeeded: 'SUCCESS', failed: 'FAIL' };

/** A transfer as a query or a notice spells it. */
export function spellTransfer(sealer: Sealer, transfer: Transfer): object {
  return {
    mch_id: sealer.keys.mchid,
    out_bill_no: transfer.outBillNo,
    transfer_bill_no: transfer.transferId,
    appid: sealer.keys.appid,
    state: transferStatus[transfer.state],
    transfer_amount: transfer.amount,
    openid: transfer.payee,
    ...(transfer.state === 'failed' && { fail_reason: 'PAYEE_ACCOUNT_ABNORMAL' }),
    create_time: inShanghai(transfer.askedAt),
    update_time: inShanghai(transfer.settledAt ?? transfer.askedAt),
  };
}

/** What a notice says before it is encrypted. */
export interface Saying {
  readonly id: string;
  readonly madeAt: string;
  readonly event: string;
  readonly type: 'transaction' | 'refund' | 'mch_payment';
  readonly plain: object;
}

/** The content of a planned notice, as the book stands now. */
export function sayingOf(sealer: Sealer, book: Book, notice: PlannedNotice): Saying {
  const { id, madeAt, ref } = notice;
  if (notice.about === 'transfer') {
    const plain = spellTransfer(sealer, getTransfer(book, ref));
    return { id, madeAt, event: 'MCHTRANSFER.BILL.FINISHED', type: 'mch_payment', plain };
  }
  if (notice.about === 'refund') {
    const refund = getRefund(book, ref);
    const {
      status,
      channel: _,
      create_time: __,
      ...rest
    } = spellRefund(refund) as Record<string, unknown>;
    const plain = { mchid: sealer.keys.mchid, ...rest, refund_status: status };
    return { id, madeAt, event: `REFUND.${String(status)}`, type: 'refund', plain };
  }
  const charge = book.charges.get(ref);
  if (!charge) throw new Error(`no charge ${ref} to tell about`);
  // A payment notice tells of the success, whatever was refunded since.
  const plain = spellTransaction(sealer, getPayment(book, charge.outTradeNo), {
    ...charge,
    claimed: 0,
  });
  return { id, madeAt, event: 'TRANSACTION.SUCCESS', type: 'transaction', plain };
}

/** The body of a notice. `nonce` has 12 characters. */
export function sealSaying(
  sealer: Sealer,
  saying: Saying,
  nonce: string,
  lie?: { readonly key?: string; readonly associatedData?: string },
): string {
  const plain = JSON.stringify(saying.plain);
  const key = lie?.key ?? sealer.keys.apiV3Key;
  return JSON.stringify({
    id: saying.id,
    create_time: inShanghai(saying.madeAt),
    event_type: saying.event,
    resource_type: 'encrypt-resource',
    summary: '通知',
    resource: {
      original_type: saying.type,
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: sealResource(key, plain, nonce, lie?.associatedData ?? saying.type),
      associated_data: saying.type,
      nonce,
    },
  });
}
