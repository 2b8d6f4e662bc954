/** What Alipay sends, and what it means in the words of the port. */
import { z } from 'zod';
import type { Capture } from './gateway.ts';
import { fromBeijing } from './alipay-signature.ts';

/** Yuan with two decimals, and nothing else, to whole fen. */
export const yuan = z
  .string()
  .regex(/^\d{1,11}\.\d{2}$/)
  .transform((text) => Number(text.replace('.', '')));
const instant = z.string().transform((text, context) => {
  const at = fromBeijing(text);
  if (at) return at;
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});
const number = z.string().min(1).max(64);

const tradeStatus = z.enum(['WAIT_BUYER_PAY', 'TRADE_CLOSED', 'TRADE_SUCCESS', 'TRADE_FINISHED']);

/** A trade as a query tells it. */
export const Trade = z.object({
  out_trade_no: number,
  trade_no: number,
  trade_status: tradeStatus,
  total_amount: yuan,
  send_pay_date: instant.optional(),
});

/** What a refund that was taken up is answered with. */
export const TakenRefund = z.object({ out_trade_no: number, trade_no: number });

/** A refund as a query tells it: of one that nobody asked for it says nothing at all. */
export const Refund = z.object({
  out_trade_no: number.optional(),
  out_request_no: number.optional(),
  refund_amount: yuan.optional(),
  refund_status: z.string().optional(),
  gmt_refund_pay: instant.optional(),
});

/** Where a bill lies, for thirty seconds. */
export const BillAddress = z.object({ bill_download_url: z.url({ protocol: /^https?$/ }) });

/** What every answer begins with. */
export const Head = z.object({
  code: z.string(),
  msg: z.string().default(''),
  sub_code: z.string().optional(),
  sub_msg: z.string().optional(),
});
export type Head = z.infer<typeof Head>;

/** A notice about a trade. */
export const TradeNotice = z.object({
  notify_type: z.literal('trade_status_sync'),
  notify_id: z.string().min(1).max(128),
  notify_time: instant,
  app_id: z.string(),
  seller_id: z.string(),
  out_trade_no: number,
  trade_no: number,
  trade_status: tradeStatus,
  total_amount: yuan,
  gmt_payment: instant.optional(),
  /** All that was given back so far: it does not tell of one refund. */
  refund_fee: yuan.optional(),
  out_biz_no: number.optional(),
});

/** The money of a trade. The provider tells no currency in these answers: it is yuan. */
export function captureOf(
  trade: {
    readonly out_trade_no: string;
    readonly trade_no: string;
    readonly total_amount: number;
  },
  paidAt: Date,
): Capture {
  const { out_trade_no: outTradeNo, trade_no: transactionId, total_amount: amount } = trade;
  return { outTradeNo, transactionId, amount, currency: 'CNY', paidAt };
}
