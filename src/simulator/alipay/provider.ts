import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Callbacks } from '../callbacks.ts';
import * as verbs from '../desk.ts';
import { Denial, type Desk } from '../desk.ts';
import type { Payment } from '../entries.ts';
import { lost } from '../line.ts';
import { writeAlipayBill } from './bill.ts';
import { type AlipayForgery, forgeries } from './forge.ts';
import { type AlipaySealer, type Fields, findRequestFault, sealAnswer } from './seal.ts';
import { lieOf, spellRefund, spellTrade, yuan } from './spell.ts';

export interface AlipayProviderOptions {
  readonly desk: Desk;
  readonly sealer: AlipaySealer;
  readonly callbacks: Callbacks;
  readonly baseUrl: string;
  readonly now: () => Date;
  /** Whether a bill can be had on the day itself, and not from the next morning on. */
  readonly billsAtOnce: boolean;
}

/** Says no the provider's way: what it is about in general, and in particular. */
class Refusal extends Error {
  readonly code: string;
  readonly subCode: string;

  constructor(subCode: string, code = '40004') {
    super(subCode);
    this.code = code;
    this.subCode = subCode;
  }
}

const fen = z
  .string()
  .regex(/^\d{1,9}\.\d{2}$/)
  .transform((text) => Math.round(Number(text) * 100));
const until = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  .transform((text) => verbs.stamp(new Date(`${text.replace(' ', 'T')}+08:00`)));

const Opening = z.object({
  out_trade_no: z.string().regex(/^[0-9A-Za-z_-]{1,64}$/),
  total_amount: fen.refine((amount) => amount > 0),
  subject: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^/=&]*$/),
  product_code: z.enum(['FAST_INSTANT_TRADE_PAY', 'QUICK_WAP_WAY']),
  time_expire: until,
});
const Named = z.object({ out_trade_no: z.string().optional(), trade_no: z.string().optional() });
const RefundAsked = Named.extend({
  refund_amount: fen.refine((amount) => amount > 0),
  out_request_no: z.string().min(1).max(64),
  refund_reason: z.string().max(256).optional(),
});
const BillAsked = z.object({ bill_type: z.literal('trade'), bill_date: z.iso.date() });

/** The provider's API: one address, every request proved, every answer signed. */
export function openAlipayProvider(options: AlipayProviderOptions): Hono {
  const app = new Hono();
  app.get('/gateway.do', (c) => openPage(options, c));
  app.post('/gateway.do', async (c) => {
    const fields = {
      ...c.req.query(),
      ...Object.fromEntries(new URLSearchParams(await c.req.text())),
    };
    return answerCall(options, fields);
  });
  app.get('/bill', (c) => sendBill(options, c));
  return app;
}

/** The payer arrives with all that the merchant signed; from now on the trade is known. */
function openPage(options: AlipayProviderOptions, c: Context): Response {
  const fields = c.req.query();
  const fault = findRequestFault(options.sealer, fields);
  const asked = fault === undefined ? Opening.safeParse(contentOf(fields)) : undefined;
  if (!asked?.success) return c.text(`invalid request: ${fault ?? 'biz_content'}`, 400);
  try {
    const { prepayId } = takeTrade(options, asked.data, fields['notify_url'] ?? '');
    const query = new URLSearchParams({
      prepay_id: prepayId,
      redirect_url: fields['return_url'] ?? '',
    });
    const prefix = new URL(options.baseUrl).pathname.replace(/\/$/, '');
    return c.redirect(`${prefix}/cashier?${query.toString()}`);
  } catch (error) {
    if (!(error instanceof Denial)) throw error;
    return c.text(error.message, 400);
  }
}

/** The trade that a page is about. Who comes back to it looks at it again, whatever became of it, by either kind of page. */
function takeTrade(
  options: AlipayProviderOptions,
  asked: z.infer<typeof Opening>,
  notifyUrl: string,
): Payment {
  const { desk, now } = options;
  const { out_trade_no: outTradeNo, total_amount: amount, subject: description } = asked;
  const known = desk.book.payments.get(outTradeNo);
  if (known?.amount === amount && known.description === description) return known;
  const trade = asked.product_code === 'QUICK_WAP_WAY' ? 'WAP' : 'PC';
  const facts = { outTradeNo, trade, amount, currency: 'CNY', description, notifyUrl } as const;
  const opened = verbs.openPayment(desk, { ...facts, expiresAt: asked.time_expire }, now());
  if (!known && desk.faults.strikes('callbackForged')) forgePayment(options, outTradeNo);
  return opened;
}

/** A lie that would be worth money: the trade just opened was paid. */
function forgePayment(options: AlipayProviderOptions, outTradeNo: string): void {
  const { desk, sealer, callbacks, now } = options;
  const payment = verbs.getPayment(desk.book, outTradeNo);
  const names = Object.keys(forgeries) as AlipayForgery[];
  const name = names[desk.faults.between(0, names.length - 1)] ?? 'bad_signature';
  const spell = () => forgeries[name](sealer, lieOf(sealer, payment, now()));
  callbacks.forge(name, spell, payment.notifyUrl);
}

const verbsByMethod: Readonly<
  Record<string, (options: AlipayProviderOptions, content: unknown) => object>
> = {
  'alipay.trade.query': queryTrade,
  'alipay.trade.close': closeTrade,
  'alipay.trade.refund': refundTrade,
  'alipay.trade.fastpay.refund.query': queryRefund,
  'alipay.data.dataservice.bill.downloadurl.query': findBill,
};

/** Lets faults strike before or after the effect. */
function answerCall(options: AlipayProviderOptions, fields: Fields): Response {
  const { faults } = options.desk;
  const method = fields['method'] ?? '';
  const member = `${method.replaceAll('.', '_')}_response`;
  const say = (name: string, value: object) =>
    new Response(sealAnswer(options.sealer, name, value), {
      headers: { 'Content-Type': 'text/html;charset=utf-8' },
    });
  if (faults.strikes('timeoutBefore')) return lost();
  const fault = findRequestFault(options.sealer, fields);
  if (fault) return say('error_response', refused('40002', fault));
  if (faults.strikes('rateLimited')) return say(member, refused('20000', 'isp.unknow-error'));
  const told = decide(options, method, fields);
  if (faults.strikes('timeoutAfter')) return lost();
  if (faults.strikes('serverErrorAfter')) return new Response('Bad Gateway', { status: 502 });
  return say(member, told);
}

function decide(options: AlipayProviderOptions, method: string, fields: Fields): object {
  try {
    const verb = verbsByMethod[method];
    if (!verb) throw new Refusal('isv.invalid-method', '40002');
    return { code: '10000', msg: 'Success', ...verb(options, contentOf(fields)) };
  } catch (error) {
    if (error instanceof Denial)
      return refused('40004', subCodes[error.code] ?? 'ACQ.SYSTEM_ERROR');
    if (error instanceof Refusal) return refused(error.code, error.subCode);
    if (error instanceof z.ZodError) return refused('40002', 'ACQ.INVALID_PARAMETER');
    throw error;
  }
}

const subCodes: Readonly<Record<string, string>> = {
  ORDER_NOT_EXIST: 'ACQ.TRADE_NOT_EXIST',
  ORDERPAID: 'ACQ.TRADE_STATUS_ERROR',
  RESOURCE_NOT_EXISTS: 'ACQ.TRADE_STATUS_ERROR',
  INVALID_REQUEST: 'ACQ.REASON_TRADE_REFUND_FEE_ERR',
  NOT_ENOUGH: 'ACQ.SELLER_BALANCE_NOT_ENOUGH',
};

function refused(code: string, subCode: string): object {
  return { code, msg: 'Business Failed', sub_code: subCode, sub_msg: '交易失败' };
}

function contentOf(fields: Fields): unknown {
  try {
    return JSON.parse(fields['biz_content'] ?? '');
  } catch {
    return undefined;
  }
}

function findTrade({ desk }: AlipayProviderOptions, content: unknown) {
  const { trade_no: tradeNo, out_trade_no: outTradeNo } = Named.parse(content);
  const byNumber = desk.book.charges.get(tradeNo ?? '');
  const payment = verbs.getPayment(desk.book, byNumber?.outTradeNo ?? outTradeNo ?? '');
  const charge = byNumber ?? desk.book.charges.get(payment.transactionIds[0] ?? '');
  return { payment, charge };
}

function queryTrade(options: AlipayProviderOptions, content: unknown): object {
  const { payment, charge } = findTrade(options, content);
  return spellTrade(payment, charge, options.now());
}

function closeTrade(options: AlipayProviderOptions, content: unknown): object {
  const { payment } = findTrade(options, content);
  if (verbs.overReason(payment, options.now())) throw new Refusal('ACQ.TRADE_STATUS_ERROR');
  verbs.closePayment(options.desk, payment.outTradeNo, options.now());
  return { out_trade_no: payment.outTradeNo };
}

function refundTrade(options: AlipayProviderOptions, content: unknown): object {
  const { desk, now } = options;
  const asked = RefundAsked.parse(content);
  const { payment, charge } = findTrade(options, content);
  const isKnown = desk.book.refunds.has(asked.out_request_no);
  const refund = verbs.askRefund(
    desk,
    {
      outTradeNo: payment.outTradeNo,
      transactionId: charge?.transactionId,
      outRefundNo: asked.out_request_no,
      amount: asked.refund_amount,
      total: charge?.amount ?? payment.amount,
      notifyUrl: payment.notifyUrl,
    },
    now(),
  );
  return {
    trade_no: refund.transactionId,
    out_trade_no: payment.outTradeNo,
    fund_change: isKnown ? 'N' : 'Y',
    refund_fee: yuan((charge?.refunded ?? 0) + refund.amount),
  };
}

/** Of a refund that was never asked for it says nothing but that all is well. */
function queryRefund(options: AlipayProviderOptions, content: unknown): object {
  const { payment } = findTrade(options, content);
  const { out_request_no: number } = z.object({ out_request_no: z.string() }).parse(content);
  const refund = options.desk.book.refunds.get(number);
  return refund?.outTradeNo === payment.outTradeNo ? spellRefund(refund) : {};
}

const dayMs = 86_400_000;
const addressMs = 30_000;

function findBill(options: AlipayProviderOptions, content: unknown): object {
  const { bill_date: day } = BillAsked.parse(content);
  const { desk, now, baseUrl, billsAtOnce } = options;
  const readyAt = Date.parse(`${day}T09:00:00+08:00`) + dayMs;
  const isThere = billsAtOnce || now().getTime() >= readyAt;
  const happened = [...desk.book.charges.values()].some(({ paidAt }) => dayOf(paidAt) === day);
  const returned = [...desk.book.refunds.values()].some(
    ({ settledAt }) => settledAt !== undefined && dayOf(settledAt) === day,
  );
  if (!isThere || !(happened || returned)) throw new Refusal('isp.bill_not_exist');
  return { bill_download_url: `${baseUrl}/bill?day=${day}&made=${now().getTime()}` };
}

function dayOf(instant: string): string {
  return new Date(Date.parse(instant) + dayMs / 3).toISOString().slice(0, 10);
}

async function sendBill(options: AlipayProviderOptions, c: Context): Promise<Response> {
  const { day = '', made = '0' } = c.req.query();
  if (options.now().getTime() - Number(made) > addressMs) return c.text('expired', 403);
  const bill = await writeAlipayBill(options.desk.book, day, options.desk.faults);
  return bill ? c.body(new Uint8Array(bill)) : c.notFound();
}
