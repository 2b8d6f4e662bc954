import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Agreements } from './agreement.ts';
import { addAgreements } from './agreement-http.ts';
import { writeTradeBill } from './bill.ts';
import type { Callbacks } from './callbacks.ts';
import * as verbs from './desk.ts';
import { Denial, type Desk } from './desk.ts';
import { inShanghai, spellRefund, spellTransaction, spellTransfer } from './envelope.ts';
import { forgeries, type Forgery } from './forge.ts';
import { lost } from './line.ts';
import { findRequestFault, openField, type Sealer, signedHeaders } from './seal.ts';

export interface ProviderOptions {
  readonly desk: Desk;
  readonly sealer: Sealer;
  readonly callbacks: Callbacks;
  readonly agreements: Agreements;
  readonly baseUrl: string;
  readonly now: () => Date;
  readonly nonce: (length: number) => string;
  /** Whether a bill can be had on the day itself, and not from 10 o'clock of the next. */
  readonly billsAtOnce: boolean;
}

type Env = { Variables: { body: Uint8Array } };
type Ctx = Context<Env>;

/** The provider's API: `/v3/…`, every request proved, every answer signed. */
export function openProvider(options: ProviderOptions): Hono<Env> {
  const app = new Hono<Env>();
  app.use('*', async (c, next) => {
    c.set('body', new Uint8Array(await c.req.arrayBuffer()));
    return misbehave(options, c, next);
  });
  addPayments(app, options);
  addRefunds(app, options);
  addTransfers(app, options);
  addBills(app, options);
  addAgreements(app, options, { read, answer: (c, ...said) => answer(options, c, ...said) });
  app.onError((error, c) => {
    if (!(error instanceof Denial)) throw error;
    return answer(options, c, error.status, { code: error.code, message: error.message });
  });
  return app;
}

/** Proves the request, lets faults strike before or after the effect, and lets everything else through. */
async function misbehave(options: ProviderOptions, c: Ctx, next: () => Promise<void>) {
  const { faults } = options.desk;
  if (faults.strikes('timeoutBefore')) return lost();
  proveRequest(options, c);
  if (faults.strikes('rateLimited')) throw new Denial(429, 'FREQUENCY_LIMITED', '频率超限');
  await next();
  if (faults.strikes('timeoutAfter')) c.res = lost();
  else if (faults.strikes('serverErrorAfter')) c.res = new Response('Bad Gateway', { status: 502 });
  return undefined;
}

function proveRequest(options: ProviderOptions, c: Ctx): void {
  const { pathname, search } = new URL(c.req.url);
  // Mounted under a prefix, the router has taken off what the client has signed.
  const prefix = new URL(options.baseUrl).pathname.replace(/\/$/, '');
  const path = pathname.startsWith(`${prefix}/`) ? pathname : prefix + pathname;
  const request = { method: c.req.method, target: path + search, body: c.get('body') };
  const authorization = c.req.header('authorization');
  const fault = findRequestFault(options.sealer, authorization, request, options.now());
  if (fault) throw new Denial(401, 'SIGN_ERROR', `签名错误: ${fault}`);
}

function answer(options: ProviderOptions, c: Context, status: number, value?: object): Response {
  const body = value === undefined ? '' : JSON.stringify(value);
  const signed = signedHeaders(options.sealer.publicKey, body, options.now(), options.nonce(32));
  const headers = {
    ...signed,
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  };
  return c.newResponse(body === '' ? null : body, { status: status as 200, headers });
}

function read<T>(shape: z.ZodType<T>, c: Ctx): T {
  const text = new TextDecoder().decode(c.get('body'));
  try {
    return shape.parse(JSON.parse(text));
  } catch (error) {
    const detail = error instanceof z.ZodError ? z.prettifyError(error) : '不是 JSON';
    throw new Denial(400, 'PARAM_ERROR', detail.slice(0, 256));
  }
}

function requireMerchant(options: ProviderOptions, told: { mchid?: string; appid?: string }): void {
  const { mchid, appid } = options.sealer.keys;
  if (told.mchid !== undefined && told.mchid !== mchid)
    throw new Denial(403, 'NO_AUTH', '商户号不符');
  if (told.appid !== undefined && told.appid !== appid) {
    throw new Denial(400, 'APPID_MCHID_NOT_MATCH', 'appid 与 mchid 不匹配');
  }
}

const notifyUrl = z
  .url({ protocol: /^https?$/ })
  .max(256)
  .refine((url) => !url.includes('?'), 'no query');
const positive = z.int().min(1).max(100_000_000_000);
const seconds = z.iso.datetime({ offset: true }).transform((text) => verbs.stamp(new Date(text)));
const Opening = z.object({
  appid: z.string(),
  mchid: z.string(),
  description: z.string().min(1).max(127),
  out_trade_no: z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/),
  time_expire: seconds,
  notify_url: notifyUrl,
  amount: z.object({ total: positive, currency: z.literal('CNY') }),
});
const ScenedOpening = Opening.extend({
  scene_info: z.object({
    payer_client_ip: z.string().min(1),
    h5_info: z.object({ type: z.enum(['Wap', 'iOS', 'Android']) }),
  }),
});

function addPayments(app: Hono<Env>, options: ProviderOptions): void {
  const { desk, sealer } = options;
  const open = (c: Ctx, trade: 'MWEB' | 'NATIVE') => {
    const told: z.infer<typeof Opening> = read(trade === 'MWEB' ? ScenedOpening : Opening, c);
    requireMerchant(options, told);
    const { description, out_trade_no: outTradeNo, time_expire: expiresAt, amount } = told;
    const money = { amount: amount.total, currency: amount.currency };
    const asked = {
      outTradeNo,
      trade,
      ...money,
      description,
      notifyUrl: told.notify_url,
      expiresAt,
    };
    const isNew = !desk.book.payments.has(outTradeNo);
    const payment = verbs.openPayment(desk, asked, options.now());
    if (isNew && desk.faults.strikes('callbackForged')) forgePayment(options, outTradeNo);
    return payment.prepayId;
  };
  app.post('/v3/pay/transactions/h5', (c) => {
    const prepayId = open(c, 'MWEB');
    return answer(options, c, 200, { h5_url: `${options.baseUrl}/cashier?prepay_id=${prepayId}` });
  });
  app.post('/v3/pay/transactions/native', (c) => {
    const prepayId = open(c, 'NATIVE');
    return answer(options, c, 200, { code_url: `weixin://wxpay/bizpayurl?pr=${prepayId}` });
  });
  app.get('/v3/pay/transactions/out-trade-no/:no', (c) => {
    requireMerchant(options, { mchid: c.req.query('mchid') ?? '' });
    const payment = verbs.getPayment(desk.book, c.req.param('no'));
    const charge = desk.book.charges.get(payment.transactionIds[0] ?? '');
    return answer(options, c, 200, spellTransaction(sealer, payment, charge));
  });
  app.get('/v3/pay/transactions/id/:id', (c) => {
    requireMerchant(options, { mchid: c.req.query('mchid') ?? '' });
    const charge = desk.book.charges.get(c.req.param('id'));
    const payment = verbs.getPayment(desk.book, charge?.outTradeNo ?? '');
    return answer(options, c, 200, spellTransaction(sealer, payment, charge));
  });
  app.post('/v3/pay/transactions/out-trade-no/:no/close', (c) => {
    requireMerchant(options, read(z.object({ mchid: z.string() }), c));
    verbs.closePayment(desk, c.req.param('no'), options.now());
    return answer(options, c, 204);
  });
}

/** A lie that would be worth money: the order just opened was paid. */
function forgePayment(options: ProviderOptions, outTradeNo: string): void {
  const payment = verbs.getPayment(options.desk.book, outTradeNo);
  const paidAt = verbs.stamp(options.now());
  const lie = { transactionId: '4200'.padEnd(28, '9'), outTradeNo, amount: payment.amount, paidAt };
  const charge = { ...lie, refunded: 0, feeKept: 0, claimed: 0, refundCount: 0 };
  const plain = spellTransaction(options.sealer, payment, charge);
  const saying = { id: `EV-FORGED-${outTradeNo}`, madeAt: paidAt, event: 'TRANSACTION.SUCCESS' };
  const names = Object.keys(forgeries) as Forgery[];
  const name = names[options.desk.faults.between(0, names.length - 1)] ?? 'bad_signature';
  const { sealer, now, nonce } = options;
  const told = { ...saying, type: 'transaction', plain } as const;
  const spell = () => forgeries[name]({ sealer, saying: told, now: now(), nonce });
  options.callbacks.forge(name, spell, payment.notifyUrl);
}

const RefundAsked = z
  .object({
    transaction_id: z.string().optional(),
    out_trade_no: z.string().optional(),
    out_refund_no: z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/),
    reason: z.string().max(80).optional(),
    notify_url: notifyUrl,
    amount: z.object({ refund: positive, total: positive, currency: z.literal('CNY') }),
  })
  .refine((told) => told.transaction_id ?? told.out_trade_no, 'transaction_id or out_trade_no');

function addRefunds(app: Hono<Env>, options: ProviderOptions): void {
  app.post('/v3/refund/domestic/refunds', (c) => {
    const told = read(RefundAsked, c);
    const asked = {
      outTradeNo: told.out_trade_no,
      transactionId: told.transaction_id,
      outRefundNo: told.out_refund_no,
      amount: told.amount.refund,
      total: told.amount.total,
      notifyUrl: told.notify_url,
    };
    return answer(
      options,
      c,
      200,
      spellRefund(verbs.askRefund(options.desk, asked, options.now())),
    );
  });
  app.get('/v3/refund/domestic/refunds/:no', (c) =>
    answer(options, c, 200, spellRefund(verbs.getRefund(options.desk.book, c.req.param('no')))),
  );
}

const TransferAsked = z.object({
  appid: z.string(),
  out_bill_no: z.string().regex(/^[0-9A-Za-z]{1,32}$/),
  transfer_scene_id: z.string().min(1),
  openid: z.string().min(1).max(64),
  user_name: z.string().optional(),
  transfer_amount: z.int().min(10).max(100_000_000_000),
  transfer_remark: z.string().min(1).max(32),
  notify_url: notifyUrl,
  transfer_scene_report_infos: z
    .array(z.object({ info_type: z.string().min(1), info_content: z.string().min(1) }))
    .min(1),
});

function addTransfers(app: Hono<Env>, options: ProviderOptions): void {
  const { desk, sealer } = options;
  const path = '/v3/fund-app/mch-transfer/transfer-bills';
  app.post(path, (c) => {
    const told = read(TransferAsked, c);
    requireMerchant(options, told);
    checkName(sealer, told, c.req.header('wechatpay-serial'));
    const { out_bill_no: outBillNo, transfer_amount: amount, openid: payee } = told;
    const asked = { outBillNo, amount, payee, notifyUrl: told.notify_url };
    const transfer = verbs.askTransfer(desk, asked, options.now());
    const { state } = spellTransfer(sealer, transfer) as { state: string };
    return answer(options, c, 200, {
      out_bill_no: outBillNo,
      transfer_bill_no: transfer.transferId,
      create_time: inShanghai(transfer.askedAt),
      state,
      ...(state === 'WAIT_USER_CONFIRM' && { package_info: `package-${transfer.transferId}` }),
    });
  });
  app.get(`${path}/out-bill-no/:no`, (c) => {
    const transfer = verbs.getTransfer(desk.book, c.req.param('no'));
    return answer(options, c, 200, spellTransfer(sealer, transfer));
  });
}

/** From 2,000 yuan the payee's name must be given, below 0.30 yuan it must not; always encrypted. */
function checkName(sealer: Sealer, told: z.infer<typeof TransferAsked>, serial?: string): void {
  const { user_name: name, transfer_amount: amount } = told;
  if (name === undefined && amount >= 200_000)
    throw new Denial(400, 'PARAM_ERROR', '缺少收款人姓名');
  if (name === undefined) return;
  if (amount < 30) throw new Denial(400, 'PARAM_ERROR', '金额过小，不能填写收款人姓名');
  const signer = [sealer.publicKey, sealer.certificate].find((key) => key.serial === serial);
  if (!signer || !openField(signer, name)) throw new Denial(400, 'PARAM_ERROR', '姓名解密失败');
}

function addBills(app: Hono<Env>, options: ProviderOptions): void {
  const { desk, sealer } = options;
  const write = (day: string): string => {
    const bill = writeTradeBill(sealer, desk.book, day, desk.feeBps);
    if (!bill) throw new Denial(400, 'NO_STATEMENT_EXIST', '账单文件不存在');
    return bill;
  };
  const isReady = (day: string): boolean =>
    options.billsAtOnce ||
    options.now().getTime() >= Date.parse(`${day}T10:00:00+08:00`) + 86_400_000;
  app.get('/v3/bill/tradebill', (c) => {
    const day = c.req.query('bill_date') ?? '';
    if (!z.iso.date().safeParse(day).success) throw new Denial(400, 'PARAM_ERROR', 'bill_date');
    if (!isReady(day)) throw new Denial(400, 'STATEMENT_CREATING', '账单生成中');
    return answer(options, c, 200, {
      hash_type: 'SHA1',
      hash_value: createHash('sha1').update(write(day)).digest('hex'),
      download_url: `${options.baseUrl}/v3/billdownload/file?token=${day}`,
    });
  });
  // The file alone is not signed: its hash is in the signed answer before it.
  app.get('/v3/billdownload/file', (c) => c.body(write(c.req.query('token') ?? '')));
}
