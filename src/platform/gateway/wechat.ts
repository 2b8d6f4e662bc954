import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import type { z } from 'zod';
import {
  type Gateway,
  GatewayRefused,
  GatewayUnavailable,
  type OpenPayment,
  type PaymentState,
  type ProviderLine,
  type RefundState,
  type RequestRefund,
  type RequestTransfer,
  type TransferState,
} from './gateway.ts';
import { openAgreements } from './wechat-agreement.ts';
import { parseTradeBill } from './wechat-bill.ts';
import { callSigned, download, type Line } from './wechat-http.ts';
import { readWechatNotice } from './wechat-notice.ts';
import * as shapes from './wechat-shapes.ts';
import { sealForPlatform } from './wechat-signature.ts';

/** A merchant's contract with WeChat Pay (or with the simulator that behaves like it). */
export interface WechatConfig {
  /** `wechat`, or `sandbox` for the simulator. */
  readonly name: string;
  /** `https://api.mch.weixin.qq.com`, no slash at the end. */
  readonly baseUrl: string;
  readonly mchid: string;
  readonly appid: string;
  /**
   * `h5`: the payer is sent to a page. `native`: `payUrl` is a `weixin://` address to be shown as a QR code. `by_device`: the
   * one on a phone, the other elsewhere.
   */
  readonly trade: 'h5' | 'native' | 'by_device';
  readonly feeBps: number;
  readonly merchantSerial: string;
  readonly merchantPrivateKeyPem: string;
  /** Public keys (PEM) by serial: certificates and `PUB_KEY_ID_…`; both while the provider changes over. */
  readonly platformKeyPems: Readonly<Record<string, string>>;
  /** 32 ASCII characters. */
  readonly apiV3Key: string;
  /** What transfers are for, as registered: scene 1005 is commission. */
  readonly transferScene: {
    readonly id: string;
    readonly infos: readonly { readonly type: string; readonly content: string }[];
  };
  /** How long an answer may take; 5,000 when absent. */
  readonly timeoutMs?: number;
}

/** A payment takes at most 127 characters of description. Source: `POST /v3/pay/transactions/*`. */
const MAX_DESCRIPTION = 127;

/**
 * The gateway over WeChat Pay API v3. Opens no connection by itself.
 *
 * @throws Error when a key cannot be read or the APIv3 key has not 32 bytes.
 */
export function openWechatGateway(config: WechatConfig, outside: ProviderLine): Gateway {
  const apiV3Key = Buffer.from(config.apiV3Key, 'utf8');
  if (apiV3Key.length !== 32) throw new Error('the APIv3 key must have 32 bytes');
  const pems = Object.entries(config.platformKeyPems);
  const platformKeys = new Map(pems.map(([serial, pem]) => [serial, createPublicKey(pem)]));
  const line: Line = {
    baseUrl: config.baseUrl,
    mchid: config.mchid,
    serial: config.merchantSerial,
    privateKey: createPrivateKey(config.merchantPrivateKeyPem),
    platformKeys,
    timeoutMs: config.timeoutMs ?? 5_000,
    ...outside,
  };
  const addressee = { mchid: config.mchid, appid: config.appid, apiV3Key, platformKeys };
  return {
    name: config.name,
    fee: { bps: config.feeBps, fixed: 0, isReturned: true },
    canTransfer: true,
    // The contract for deductions is one of its own; the sandbox has it.
    ...(config.name === 'sandbox' ? { agreements: openAgreements(line, config) } : {}),
    understood: '',
    openPayment: (payment) => openPayment(line, config, payment),
    queryPayment: ({ outTradeNo }) => queryPayment(line, config, outTradeNo),
    closePayment: ({ outTradeNo }) => closePayment(line, outTradeNo),
    refund: (refund) => requestRefund(line, refund),
    queryRefund: ({ outRefundNo }) => queryRefund(line, outRefundNo),
    transfer: (transfer) => requestTransfer(line, config, transfer),
    queryTransfer: (outBillNo) => queryTransfer(line, outBillNo),
    readNotice: (headers, rawBody, now) => readWechatNotice(addressee, headers, rawBody, now),
    dailyBill: (day) => fetchBill(line, day),
  };
}

async function openPayment(line: Line, config: WechatConfig, payment: OpenPayment) {
  if (payment.currency !== 'CNY') throw new GatewayRefused('invalid_request', 'only CNY is taken');
  const operation = `open payment ${payment.outTradeNo}`;
  const byDevice = payment.device === 'phone' ? 'h5' : 'native';
  const trade = config.trade === 'by_device' ? byDevice : config.trade;
  const isPage = trade === 'h5';
  const body = {
    appid: config.appid,
    mchid: config.mchid,
    description: [...payment.description].slice(0, MAX_DESCRIPTION).join(''),
    out_trade_no: payment.outTradeNo,
    time_expire: toShanghai(payment.expiresAt),
    notify_url: payment.notifyUrl,
    amount: { total: payment.amount, currency: payment.currency },
    ...(isPage && {
      scene_info: {
        payer_client_ip: payment.payerIp ?? '127.0.0.1',
        h5_info: { type: 'Wap' },
      },
    }),
  };
  const path = `/v3/pay/transactions/${trade}`;
  const answer = await callSigned(line, { operation, method: 'POST', path, body });
  if (!isPage) return { payUrl: understood(operation, shapes.NativePage, answer).code_url };
  const page = understood(operation, shapes.PayPage, answer).h5_url;
  return { payUrl: `${page}&redirect_url=${encodeURIComponent(payment.returnUrl)}` };
}

async function queryPayment(
  line: Line,
  config: WechatConfig,
  outTradeNo: string,
): Promise<PaymentState> {
  const operation = `query payment ${outTradeNo}`;
  const path = `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}?mchid=${line.mchid}`;
  const answer = await unlessUnknown(callSigned(line, { operation, method: 'GET', path }));
  if (answer === 'unknown') return { state: 'unknown_order' };
  const transaction = understood(operation, shapes.Transaction, answer);
  // The signature covers the answer only, not the question: an old answer to another question is not ours.
  const isOurs =
    transaction.out_trade_no === outTradeNo &&
    transaction.mchid === config.mchid &&
    transaction.appid === config.appid;
  if (!isOurs) throw unverified(operation, 'it is about another payment');
  return shapes.paymentStateOf(transaction) ?? fail(operation, 'paid, but not how much or when');
}

async function closePayment(line: Line, outTradeNo: string): Promise<void> {
  const path = `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}/close`;
  const operation = `close payment ${outTradeNo}`;
  try {
    await callSigned(line, { operation, method: 'POST', path, body: { mchid: line.mchid } });
  } catch (error) {
    // Closed already, perhaps by a call whose answer was lost: what was wanted is so.
    if (!(error instanceof GatewayRefused && error.code === 'order_closed')) throw error;
  }
}

async function requestRefund(line: Line, refund: RequestRefund): Promise<RefundState> {
  const operation = `refund ${refund.outRefundNo}`;
  const { outTradeNo, transactionId, amount, total, currency } = refund;
  const body = {
    ...(transactionId ? { transaction_id: transactionId } : { out_trade_no: outTradeNo }),
    out_refund_no: refund.outRefundNo,
    reason: [...refund.reason].slice(0, 80).join(''),
    notify_url: refund.notifyUrl,
    amount: { refund: amount, total, currency },
  };
  const path = '/v3/refund/domestic/refunds';
  const answer = await callSigned(line, { operation, method: 'POST', path, body });
  return readRefund(operation, refund.outRefundNo, answer);
}

async function queryRefund(line: Line, outRefundNo: string) {
  const operation = `query refund ${outRefundNo}`;
  const path = `/v3/refund/domestic/refunds/${encodeURIComponent(outRefundNo)}`;
  const answer = await unlessUnknown(callSigned(line, { operation, method: 'GET', path }));
  if (answer === 'unknown') return { state: 'unknown_refund' } as const;
  return readRefund(operation, outRefundNo, answer);
}

function readRefund(operation: string, outRefundNo: string, answer: unknown): RefundState {
  const told = understood(operation, shapes.Refund, answer);
  if (told.out_refund_no !== outRefundNo) throw unverified(operation, 'it is about another refund');
  return shapes.refundStateOf(told) ?? fail(operation, 'succeeded, but not when');
}

async function requestTransfer(
  line: Line,
  config: WechatConfig,
  transfer: RequestTransfer,
): Promise<TransferState> {
  const operation = `transfer ${transfer.outBillNo}`;
  const { account, name } = transfer.payee;
  const [serial, key] = [...line.platformKeys].at(-1) ?? fail(operation, 'no platform key');
  const body = {
    appid: config.appid,
    out_bill_no: transfer.outBillNo,
    transfer_scene_id: config.transferScene.id,
    openid: account,
    ...(name === undefined ? {} : { user_name: sealForPlatform(key, name) }),
    transfer_amount: transfer.amount,
    transfer_remark: [...transfer.remark].slice(0, 32).join(''),
    notify_url: transfer.notifyUrl,
    transfer_scene_report_infos: config.transferScene.infos.map(({ type, content }) => ({
      info_type: type,
      info_content: content,
    })),
  };
  const path = '/v3/fund-app/mch-transfer/transfer-bills';
  const call = { operation, method: 'POST', path, body, sealedWith: serial } as const;
  const told = understood(operation, shapes.NewTransfer, await callSigned(line, call));
  if (told.out_bill_no !== transfer.outBillNo) throw unverified(operation, 'another transfer');
  // A new transfer is never final in its own answer, and a repeated one may be: the query tells how it ended.
  if (told.state !== 'processing') return queryTransfer(line, transfer.outBillNo);
  const confirm = told.package_info === undefined ? {} : { confirmToken: told.package_info };
  return { state: 'processing', transferId: told.transfer_bill_no, ...confirm };
}

async function queryTransfer(line: Line, outBillNo: string): Promise<TransferState> {
  const operation = `query transfer ${outBillNo}`;
  const path = `/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/${encodeURIComponent(outBillNo)}`;
  const answer = await unlessUnknown(callSigned(line, { operation, method: 'GET', path }));
  if (answer === 'unknown') return { state: 'unknown_transfer' };
  const told = understood(operation, shapes.Transfer, answer);
  if (told.out_bill_no !== outBillNo || told.mch_id !== line.mchid) {
    throw unverified(operation, 'it is about another transfer');
  }
  return shapes.transferStateOf(told);
}

async function fetchBill(line: Line, day: string) {
  const operation = `bill of ${day}`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new GatewayRefused('invalid_request', `day ${day}`);
  const path = `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL`;
  const answer = await unlessUnknown(callSigned(line, { operation, method: 'GET', path }));
  if (answer === 'unknown') return [];
  const told = understood(operation, shapes.BillAddress, answer);
  const file = await download(line, operation, told.download_url);
  // The file itself is not signed; its hash is in an answer that was.
  const hash = createHash('sha1').update(file).digest('hex');
  if (hash !== told.hash_value.toLowerCase())
    throw unverified(operation, 'the hash does not match');
  return parseTradeBill(file.toString('utf8'));
}

/** The answer, or `unknown` when the provider does not know the number asked for. */
async function unlessUnknown(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GatewayRefused && error.code === 'unknown') return 'unknown';
    throw error;
  }
}

function understood<T>(operation: string, shape: z.ZodType<T>, answer: unknown): T {
  const parsed = shape.safeParse(answer);
  if (!parsed.success) throw unverified(operation, parsed.error.message.slice(0, 200));
  return parsed.data;
}

function unverified(operation: string, detail: string): GatewayUnavailable {
  return new GatewayUnavailable(operation, 'unverified_answer', detail);
}

function fail(operation: string, detail: string): never {
  throw unverified(operation, detail);
}

/** RFC 3339 in the provider's zone, to the second: `2026-11-21T18:00:00+08:00`. */
function toShanghai(instant: Date): string {
  const shifted = new Date(instant.getTime() + 8 * 3_600_000);
  return `${shifted.toISOString().slice(0, 19)}+08:00`;
}
