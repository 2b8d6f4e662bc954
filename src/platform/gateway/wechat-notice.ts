import { GatewayRefused, type HeaderBag, type Notice } from './gateway.ts';
import { MAX_JSON_BYTES, parseStrictJson } from './strict-json.ts';
import { captureOf, Envelope, NoticedRefund, Transaction, Transfer } from './wechat-shapes.ts';
import { openEnvelope, type PlatformKeys, verifySigned } from './wechat-signature.ts';

/** Whom a notice must be addressed to, and what opens it. */
export interface Addressee {
  readonly mchid: string;
  readonly appid: string;
  /** 32 bytes. */
  readonly apiV3Key: Buffer;
  readonly platformKeys: PlatformKeys;
}

/**
 * Reads a posted notice. Nothing of the body is looked at before its signature is proved on the raw bytes.
 *
 * @throws GatewayRefused with a `NoticeRefusal`, or an error of ours; never anything in between.
 */
export function readWechatNotice(
  to: Addressee,
  headers: HeaderBag,
  rawBody: Uint8Array,
  now: Date,
): Notice {
  if (rawBody.byteLength > MAX_JSON_BYTES) throw new GatewayRefused('too_large', 'over 64 KiB');
  verifySigned(to.platformKeys, headers, rawBody, now);

  const envelope = shaped(Envelope, rawBody);
  const {
    ciphertext,
    nonce,
    associated_data: associatedData,
    original_type: type,
  } = envelope.resource;
  const plain = openEnvelope(to.apiV3Key, { ciphertext, nonce, associatedData });
  const head = { id: envelope.id, at: envelope.create_time };
  const event = envelope.event_type;

  if (event === 'TRANSACTION.SUCCESS' && type === 'transaction')
    return readPayment(to, plain, head);
  if (event.startsWith('REFUND.') && type === 'refund') return readRefund(to, plain, head, event);
  if (event === 'MCHTRANSFER.BILL.FINISHED' && type === 'mch_payment') {
    return readTransfer(to, plain, head);
  }
  throw new GatewayRefused('malformed', `a ${type.slice(0, 40)} in a ${event.slice(0, 40)}`);
}

type Head = Pick<Notice, 'id' | 'at'>;

function readPayment(to: Addressee, plain: Buffer, head: Head): Notice {
  const transaction = shaped(Transaction, plain);
  if (transaction.appid !== to.appid) throw new GatewayRefused('merchant', 'another appid');
  requireMerchant(to, transaction.mchid);
  const capture = captureOf(transaction);
  if (transaction.trade_state !== 'SUCCESS' || !capture) {
    throw new GatewayRefused('malformed', `a success notice in state ${transaction.trade_state}`);
  }
  return { kind: 'payment', state: 'paid', ...head, ...capture };
}

function readRefund(to: Addressee, plain: Buffer, head: Head, event: string): Notice {
  const refund = shaped(NoticedRefund, plain);
  requireMerchant(to, refund.mchid);
  const told = {
    succeeded: 'REFUND.SUCCESS',
    closed: 'REFUND.CLOSED',
    abnormal: 'REFUND.ABNORMAL',
  };
  if (told[refund.refund_status] !== event) {
    throw new GatewayRefused('malformed', `${event} of a refund that is ${refund.refund_status}`);
  }
  return {
    kind: 'refund',
    state: refund.refund_status,
    ...head,
    outTradeNo: refund.out_trade_no,
    transactionId: refund.transaction_id,
    outRefundNo: refund.out_refund_no,
    refundId: refund.refund_id,
    amount: refund.amount.refund,
    currency: 'CNY', // Refund and transfer notices name no currency; the provider has this one only.
  };
}

function readTransfer(to: Addressee, plain: Buffer, head: Head): Notice {
  const transfer = shaped(Transfer, plain);
  requireMerchant(to, transfer.mch_id);
  if (transfer.state === 'processing') {
    throw new GatewayRefused('malformed', 'a finished transfer that is not finished');
  }
  return {
    kind: 'transfer',
    state: transfer.state,
    ...head,
    outBillNo: transfer.out_bill_no,
    transferId: transfer.transfer_bill_no,
    amount: transfer.transfer_amount,
    currency: 'CNY',
    ...(transfer.fail_reason === undefined ? {} : { reason: transfer.fail_reason }),
  };
}

function requireMerchant(to: Addressee, mchid: string): void {
  if (mchid !== to.mchid) throw new GatewayRefused('merchant', 'another merchant number');
}

interface Shape<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: Error };
}

function shaped<T>(shape: Shape<T>, bytes: Uint8Array): T {
  const parsed = shape.safeParse(parseJson(bytes));
  if (!parsed.success) throw new GatewayRefused('malformed', parsed.error.message.slice(0, 200));
  return parsed.data;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return parseStrictJson(bytes);
  } catch (error) {
    throw new GatewayRefused('malformed', error instanceof Error ? error.message : 'not JSON');
  }
}
