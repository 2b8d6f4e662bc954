import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { z } from 'zod';
import { readAlipayBill } from './alipay-bill.ts';
import { callSigned, download, type Line, signedParams } from './alipay-http.ts';
import { readAlipayNotice } from './alipay-notice.ts';
import * as shapes from './alipay-shapes.ts';
import { toBeijing } from './alipay-signature.ts';
import {
  type BillLine,
  type Gateway,
  GatewayRefused,
  GatewayUnavailable,
  type OpenPayment,
  type PaymentState,
  type ProviderLine,
  type RefundName,
  type RefundState,
  type RequestRefund,
} from './gateway.ts';
import { unverified } from './wire.ts';

/** A merchant's contract with Alipay (or with the simulator that behaves like it). */
export interface AlipayConfig {
  readonly name: string;
  /** `https://openapi.alipay.com/gateway.do`. */
  readonly gatewayUrl: string;
  readonly appId: string;
  /** The merchant's own number, `2088…`: a notice that names another is not ours. */
  readonly sellerId: string;
  readonly feeBps: number;
  readonly appPrivateKeyPem: string;
  readonly alipayPublicKeyPem: string;
  /** How long an answer may take; 5,000 when absent. */
  readonly timeoutMs?: number;
}

/**
 * The gateway over Alipay's open platform, key mode. Opens no connection by itself.
 *
 * @throws Error when a key cannot be read
 */
export function openAlipayGateway(
  config: AlipayConfig,
  { transport, now }: Pick<ProviderLine, 'transport' | 'now'>,
): Gateway {
  const line: Line = {
    gatewayUrl: config.gatewayUrl,
    appId: config.appId,
    privateKey: createPrivateKey(config.appPrivateKeyPem),
    alipayKey: createPublicKey(config.alipayPublicKeyPem),
    timeoutMs: config.timeoutMs ?? 5_000,
    transport,
    now,
  };
  const addressee = { ...line, sellerId: config.sellerId };
  const noTransfers = () => Promise.reject(new GatewayRefused('forbidden', 'it pays nobody out'));
  return {
    name: config.name,
    fee: { bps: config.feeBps, fixed: 0, isReturned: true },
    canTransfer: false,
    understood: 'success',
    openPayment: (payment) => openPayment(line, payment),
    queryPayment: async ({ outTradeNo }) => (await queryTrade(line, outTradeNo)).told,
    closePayment: ({ outTradeNo }) => closePayment(line, outTradeNo),
    refund: (refund) => requestRefund(line, refund),
    queryRefund: (refund) => queryRefund(line, refund),
    transfer: noTransfers,
    queryTransfer: noTransfers,
    readNotice: (_headers, rawBody) => readAlipayNotice(addressee, rawBody),
    dailyBill: (day) => fetchBill(line, day),
  };
}

const pages = {
  desktop: { method: 'alipay.trade.page.pay', product_code: 'FAST_INSTANT_TRADE_PAY' },
  phone: { method: 'alipay.trade.wap.pay', product_code: 'QUICK_WAP_WAY' },
} as const;

/** A subject takes no more than 256 characters, and not `/`, `=`, `&`. Source: `alipay.trade.page.pay`. */
const subjectOf = (description: string) =>
  [...description.replaceAll(/[/=&]/g, ' ')].slice(0, 256).join('');

/**
 * The provider learns of a payment only when its payer arrives: the address says everything, and is signed. So the number
 * is asked for first: who was paid already, or asks for another amount by a number in use, hears it here.
 */
async function openPayment(line: Line, payment: OpenPayment): Promise<{ payUrl: string }> {
  const { outTradeNo, amount, currency, description, expiresAt } = payment;
  if (currency !== 'CNY') throw new GatewayRefused('invalid_request', 'only CNY is taken');
  const { told, asked } = await queryTrade(line, outTradeNo);
  if (told.state === 'paid') throw new GatewayRefused('already_paid', outTradeNo);
  if (told.state === 'closed') throw new GatewayRefused('order_closed', outTradeNo);
  if (asked !== undefined && asked !== amount)
    throw new GatewayRefused('number_reused', outTradeNo);

  const { method, product_code } = pages[payment.device ?? 'desktop'];
  const params = signedParams(line, {
    method,
    content: {
      out_trade_no: outTradeNo,
      total_amount: toYuan(amount),
      subject: subjectOf(description),
      product_code,
      time_expire: toBeijing(expiresAt),
    },
    rest: { notify_url: payment.notifyUrl, return_url: payment.returnUrl },
  });
  return { payUrl: `${line.gatewayUrl}?${new URLSearchParams(params).toString()}` };
}

/** What is known of a trade, and the amount that it was opened with. */
async function queryTrade(
  line: Line,
  outTradeNo: string,
): Promise<{ readonly told: PaymentState; readonly asked?: number }> {
  const operation = `query payment ${outTradeNo}`;
  const content = { out_trade_no: outTradeNo };
  const call = { operation, method: 'alipay.trade.query', content };
  const answer = await unlessRefused(callSigned(line, call), 'unknown');
  if (answer === undefined) return { told: { state: 'unknown_order' } };
  const trade = understood(operation, shapes.Trade, answer);
  // The signature covers the answer only, not the question.
  if (trade.out_trade_no !== outTradeNo) throw unverified(operation, 'it is about another payment');
  return { told: stateOf(operation, trade), asked: trade.total_amount };
}

function stateOf(operation: string, trade: z.infer<typeof shapes.Trade>): PaymentState {
  const { trade_status: status, send_pay_date: paidAt } = trade;
  if (status === 'WAIT_BUYER_PAY') return { state: 'unpaid' };
  // What was given back altogether is closed as well: the time of payment tells the two apart.
  if (paidAt) return { state: 'paid', ...shapes.captureOf(trade, paidAt) };
  if (status === 'TRADE_CLOSED') return { state: 'closed' };
  throw unverified(operation, 'paid, but not when');
}

async function closePayment(line: Line, outTradeNo: string): Promise<void> {
  const operation = `close payment ${outTradeNo}`;
  const content = { out_trade_no: outTradeNo };
  try {
    await callSigned(line, { operation, method: 'alipay.trade.close', content });
  } catch (error) {
    if (!(error instanceof GatewayRefused) || error.code === 'unknown') throw error;
    // One word for "paid" and for "closed already": ask which.
    const { told } = await queryTrade(line, outTradeNo);
    if (told.state === 'paid') throw new GatewayRefused('already_paid', outTradeNo);
    if (told.state !== 'closed') throw error;
  }
}

/** To be taken up is not to be paid: the answer to the question afterwards counts. */
async function requestRefund(line: Line, refund: RequestRefund): Promise<RefundState> {
  const operation = `refund ${refund.outRefundNo}`;
  const content = {
    ...nameOf(refund),
    refund_amount: toYuan(refund.amount),
    refund_reason: [...refund.reason].slice(0, 80).join(''),
  };
  const answer = await callSigned(line, { operation, method: 'alipay.trade.refund', content });
  const taken = understood(operation, shapes.TakenRefund, answer);
  if (taken.out_trade_no !== refund.outTradeNo)
    throw unverified(operation, 'it is about another payment');
  const { outRefundNo: refundId, amount } = refund;
  const under = { state: 'processing', refundId, amount } as const;
  try {
    const told = await queryRefund(line, refund);
    return told.state === 'unknown_refund' ? under : told;
  } catch (error) {
    if (error instanceof GatewayUnavailable) return under;
    throw error;
  }
}

function nameOf({ outTradeNo, transactionId, outRefundNo }: RefundName) {
  return {
    ...(transactionId ? { trade_no: transactionId } : { out_trade_no: outTradeNo }),
    out_request_no: outRefundNo,
  };
}

async function queryRefund(line: Line, name: RefundName) {
  const { outRefundNo: refundId, outTradeNo } = name;
  const operation = `query refund ${refundId}`;
  const method = 'alipay.trade.fastpay.refund.query';
  const content = { ...nameOf(name), query_options: ['gmt_refund_pay'] };
  const answer = await unlessRefused(callSigned(line, { operation, method, content }), 'unknown');
  const told = answer === undefined ? {} : understood(operation, shapes.Refund, answer);
  // Of a refund that it never saw, the provider says nothing but "success".
  if (told.out_request_no === undefined) return { state: 'unknown_refund' } as const;
  if (told.out_request_no !== refundId || told.out_trade_no !== outTradeNo)
    throw unverified(operation, 'it is about another refund');
  const amount = told.refund_amount ?? 0;
  if (told.refund_status !== 'REFUND_SUCCESS')
    return { state: 'processing', refundId, amount } as const;
  return { state: 'succeeded', refundId, amount, at: told.gmt_refund_pay ?? line.now() } as const;
}

/** Bills are there by ten in the morning. */
const readyMs = (24 + 10) * 3_600_000;

async function fetchBill(line: Line, day: string): Promise<BillLine[]> {
  const operation = `bill of ${day}`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new GatewayRefused('invalid_request', `day ${day}`);
  const method = 'alipay.data.dataservice.bill.downloadurl.query';
  const content = { bill_type: 'trade', bill_date: day };
  const isOver = line.now().getTime() >= Date.parse(`${day}T00:00:00+08:00`) + readyMs;
  const asked = callSigned(line, { operation, method, content });
  // There is one word for a bill that is not made yet, and for a day on which nothing happened.
  const answer = isOver ? await unlessRefused(asked, 'not_ready') : await asked;
  if (answer === undefined) return [];
  const { bill_download_url: url } = understood(operation, shapes.BillAddress, answer);
  return readAlipayBill(await download(line, operation, url));
}

/** The answer; undefined when the provider refused with this code. */
async function unlessRefused(
  answer: Promise<unknown>,
  code: GatewayRefused['code'],
): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GatewayRefused && error.code === code) return undefined;
    throw error;
  }
}

function understood<T>(operation: string, shape: z.ZodType<T>, answer: unknown): T {
  const parsed = shape.safeParse(answer);
  if (!parsed.success) throw unverified(operation, parsed.error.message.slice(0, 200));
  return parsed.data;
}

/** `1990` → `19.90`. */
function toYuan(fen: number): string {
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
