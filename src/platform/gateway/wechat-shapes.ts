/** What WeChat Pay sends, and what it means in the words of the port. */
import { z } from 'zod';
import type { Capture, PaymentState, RefundState, TransferState } from './gateway.ts';

const fen = z.int().min(0);
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const number = z.string().min(1).max(64);

/** A transaction, in an answer or decrypted from a notice. */
export const Transaction = z.object({
  appid: z.string(),
  mchid: z.string(),
  out_trade_no: number,
  transaction_id: number.optional(),
  trade_state: z.enum([
    'SUCCESS',
    'REFUND',
    'NOTPAY',
    'CLOSED',
    'REVOKED',
    'USERPAYING',
    'PAYERROR',
    'ACCEPT',
  ]),
  success_time: instant.optional(),
  amount: z.object({ total: fen, currency: z.string().length(3) }).optional(),
});
export type Transaction = z.infer<typeof Transaction>;

/** The money of a transaction that was paid; undefined when a part of the proof is missing. */
export function captureOf(transaction: Transaction): Capture | undefined {
  const { transaction_id: transactionId, success_time: paidAt, amount } = transaction;
  if (!transactionId || !paidAt || !amount) return undefined;
  const { total, currency } = amount;
  return { outTradeNo: transaction.out_trade_no, transactionId, amount: total, currency, paidAt };
}

/** @returns undefined when it says it was paid but does not say how much or when. */
export function paymentStateOf(transaction: Transaction): PaymentState | undefined {
  switch (transaction.trade_state) {
    case 'SUCCESS':
    case 'REFUND': {
      const capture = captureOf(transaction);
      return capture && { state: 'paid', ...capture };
    }
    case 'CLOSED':
    case 'REVOKED':
      return { state: 'closed' };
    default:
      return { state: 'unpaid' };
  }
}

const refundStates = {
  PROCESSING: 'processing',
  SUCCESS: 'succeeded',
  CLOSED: 'closed',
  ABNORMAL: 'abnormal',
} as const;

/** A refund in an answer. */
export const Refund = z.object({
  refund_id: number,
  out_refund_no: number,
  out_trade_no: number,
  transaction_id: number,
  status: z.enum(['PROCESSING', 'SUCCESS', 'CLOSED', 'ABNORMAL']),
  success_time: instant.optional(),
  amount: z.object({ refund: fen, total: fen }),
});

/** @returns undefined when it says it succeeded but not when. */
export function refundStateOf(refund: z.infer<typeof Refund>): RefundState | undefined {
  const state = refundStates[refund.status];
  const told = { refundId: refund.refund_id, amount: refund.amount.refund };
  if (state !== 'succeeded') return { state, ...told };
  return refund.success_time && { state, ...told, at: refund.success_time };
}

/** A refund decrypted from a notice: the same facts under other names. */
export const NoticedRefund = z.object({
  mchid: z.string(),
  out_trade_no: number,
  transaction_id: number,
  out_refund_no: number,
  refund_id: number,
  refund_status: z
    .enum(['SUCCESS', 'CLOSED', 'ABNORMAL'])
    .transform((status) => refundStates[status]),
  amount: z.object({ refund: fen, total: fen }),
});

const transferStates = {
  ACCEPTED: 'processing',
  PROCESSING: 'processing',
  WAIT_USER_CONFIRM: 'processing',
  TRANSFERING: 'processing', // The provider's spelling.
  CANCELING: 'processing',
  SUCCESS: 'succeeded',
  FAIL: 'failed',
  CANCELLED: 'failed',
} as const;
const transferState = z
  .enum(Object.keys(transferStates) as (keyof typeof transferStates)[])
  .transform((state) => transferStates[state]);

/** The answer to a new transfer; it repeats neither amount nor payee. */
export const NewTransfer = z.object({
  out_bill_no: number,
  transfer_bill_no: number,
  state: transferState,
  package_info: z.string().optional(),
});

/** A transfer as a query or a decrypted notice tells it. */
export const Transfer = z.object({
  mch_id: z.string(),
  out_bill_no: number,
  transfer_bill_no: number,
  state: transferState,
  transfer_amount: fen,
  fail_reason: z.string().optional(),
  update_time: instant,
});

/** What a transfer has come to. */
export function transferStateOf(transfer: z.infer<typeof Transfer>): TransferState {
  const transferId = transfer.transfer_bill_no;
  const amount = transfer.transfer_amount;
  if (transfer.state === 'processing') return { state: 'processing', transferId };
  if (transfer.state === 'succeeded')
    return { state: 'succeeded', transferId, amount, at: transfer.update_time };
  return { state: 'failed', transferId, amount, reason: transfer.fail_reason ?? 'unknown' };
}

/** The envelope of a notice. */
export const Envelope = z.object({
  id: z.string().min(1).max(64),
  create_time: instant,
  event_type: z.string(),
  resource_type: z.literal('encrypt-resource'),
  resource: z.object({
    original_type: z.string(),
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.string().max(1_048_576),
    associated_data: z.string().max(16).default(''),
    nonce: z.string().length(12),
  }),
});

/** An error answer. */
export const Failure = z.object({ code: z.string(), message: z.string().default('') });

/** The page that a payer is sent to. */
export const PayPage = z.object({ h5_url: z.url() });

/** The content of a QR code to pay by. */
export const NativePage = z.object({ code_url: z.string().startsWith('weixin://') });

/** Where a bill lies, for five minutes. The hash is of the uncompressed file. */
export const BillAddress = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9a-fA-F]{40}$/),
  download_url: z.url(),
});
