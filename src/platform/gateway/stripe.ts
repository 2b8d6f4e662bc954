import {
  type FeeTerms,
  type Gateway,
  GatewayRefused,
  GatewayUnavailable,
  type OpenPayment,
  type PaymentName,
  type PaymentState,
  type ProviderLine,
  type RefundName,
  type RefundState,
  type RequestRefund,
} from './gateway.ts';
import { fetchStripeBill } from './stripe-bill.ts';
import { call, type Line } from './stripe-http.ts';
import { readStripeNotice, wantedEvents } from './stripe-notice.ts';
import * as shapes from './stripe-shapes.ts';
import { unverified } from './wire.ts';

/** An account with Stripe (or with the simulator that behaves like it). */
export interface StripeConfig {
  readonly name: string;
  /** `https://api.stripe.com`, no slash at the end. */
  readonly baseUrl: string;
  /** `sk_live_…`, or `rk_…` with rights to sessions, charges, refunds and the balance. */
  readonly secretKey: string;
  /** `whsec_…`: two while one is replaced by the other. */
  readonly webhookSecrets: readonly string[];
  readonly feeBps: number;
  /** For each payment besides, minor units. */
  readonly feeFixed: number;
  /** How long an answer may take; 10,000 when absent. */
  readonly timeoutMs?: number;
}

/** The gateway over Stripe's hosted page (Checkout). Opens no connection by itself. */
export function openStripeGateway(
  config: StripeConfig,
  { transport, now }: Pick<ProviderLine, 'transport' | 'now'>,
): Gateway {
  const { baseUrl, secretKey, webhookSecrets, timeoutMs = 10_000 } = config;
  const line: Line = { baseUrl, secretKey, timeoutMs, transport };
  const isLive = /^[a-z]+_live_/.test(secretKey);
  const fee: FeeTerms = { bps: config.feeBps, fixed: config.feeFixed, isReturned: false };
  const noTransfers = () => Promise.reject(new GatewayRefused('forbidden', 'it pays nobody out'));
  return {
    name: config.name,
    fee,
    canTransfer: false,
    understood: '',
    openPayment: (payment) => openPayment(line, payment),
    queryPayment: (name) => queryPayment(line, name),
    closePayment: (name) => closePayment(line, name),
    refund: (refund) => requestRefund(line, refund),
    queryRefund: (refund) => queryRefund(line, refund),
    transfer: noTransfers,
    queryTransfer: noTransfers,
    readNotice: (headers, rawBody, at) =>
      readStripeNotice({ webhookSecrets, isLive }, headers, rawBody, at),
    dailyBill: (day) => fetchStripeBill(line, day, now()),
    check: (noticeUrl) => check(line, noticeUrl, isLive),
  };
}

const minuteSec = 60;
/** A page stays open for half an hour at least; ten minutes more, so that whoever was not answered can ask again. */
const leastSec = 40 * minuteSec;
const mostSec = 23 * 60 * minuteSec;

/** Until when the page takes money: what was asked for as far as the provider allows. Made of facts alone: to ask again is to say the same. */
function pageEndsAt({ openedAt, expiresAt }: OpenPayment): number {
  const opened = Math.floor(openedAt.getTime() / 1000);
  const wanted = Math.floor(expiresAt.getTime() / 1000);
  return Math.min(Math.max(wanted, opened + leastSec), opened + mostSec);
}

async function openPayment(line: Line, payment: OpenPayment) {
  const { outTradeNo, reference } = payment;
  const operation = `open payment ${outTradeNo}`;
  const session = reference
    ? await fetchSession(line, operation, reference)
    : await createSession(line, operation, payment);
  if (session.client_reference_id !== outTradeNo)
    throw unverified(operation, 'it is about another payment');
  if (session.payment_status === 'paid') throw new GatewayRefused('already_paid', outTradeNo);
  if (session.status === 'expired') throw new GatewayRefused('order_closed', outTradeNo);
  if (!session.url) throw new GatewayUnavailable(operation, 'server_error', 'no page to go to');
  return { payUrl: session.url, reference: session.id };
}

async function createSession(line: Line, operation: string, payment: OpenPayment) {
  const { outTradeNo, amount, currency, returnUrl } = payment;
  const name = [...payment.description].slice(0, 200).join('');
  const numbers = { out_trade_no: outTradeNo };
  const params = {
    mode: 'payment',
    client_reference_id: outTradeNo,
    metadata: numbers,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: currency.toLowerCase(),
          unit_amount: amount,
          product_data: { name },
        },
      },
    ],
    // What it kept is known with the payment, and not some time later.
    payment_intent_data: { metadata: numbers, description: name, capture_method: 'automatic' },
    // The price is the one that was agreed, in the currency that it was agreed in.
    adaptive_pricing: { enabled: false },
    success_url: returnUrl,
    cancel_url: returnUrl,
    expires_at: pageEndsAt(payment),
  };
  const path = '/v1/checkout/sessions';
  const asked = { operation, method: 'POST', path, params, key: `pay-${outTradeNo}` } as const;
  const said = await unlessSpoilt(call(line, asked, shapes.Session));
  // What is answered again is what was true then.
  return fetchSession(line, operation, said.id);
}

/** A key that only ever brings trouble: nobody was sent to a page by it, so there is nothing to wait for. */
async function unlessSpoilt<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof GatewayRefused) || error.code !== 'number_spoilt') throw error;
    throw new GatewayRefused('order_closed', error.message);
  }
}

function fetchSession(line: Line, operation: string, id: string): Promise<shapes.Session> {
  const path = `/v1/checkout/sessions/${encodeURIComponent(id)}`;
  const params = { expand: ['payment_intent.latest_charge.balance_transaction'] };
  return call(line, { operation, method: 'GET', path, params }, shapes.Session);
}

/** An attempt without a number of the provider's was never shown to its payer. */
async function queryPayment(line: Line, payment: PaymentName): Promise<PaymentState> {
  const { outTradeNo, reference } = payment;
  if (!reference) return { state: 'unknown_order' };
  const operation = `query payment ${outTradeNo}`;
  const session = await unlessUnknown(fetchSession(line, operation, reference));
  if (!session) return { state: 'unknown_order' };
  if (session.id !== reference || session.client_reference_id !== outTradeNo)
    throw unverified(operation, 'it is about another payment');
  if (session.payment_status === 'paid')
    return { state: 'paid', ...shapes.captureOf(operation, outTradeNo, session) };
  // Complete and not paid: the payer's bank takes its time.
  return { state: session.status === 'expired' ? 'closed' : 'unpaid' };
}

async function closePayment(line: Line, payment: PaymentName): Promise<void> {
  const { outTradeNo, reference } = payment;
  if (!reference) throw new GatewayRefused('unknown', `${outTradeNo} was never opened`);
  const operation = `close payment ${outTradeNo}`;
  const path = `/v1/checkout/sessions/${encodeURIComponent(reference)}/expire`;
  try {
    await call(line, { operation, method: 'POST', path }, shapes.Session);
  } catch (error) {
    if (!(error instanceof GatewayRefused) || error.code === 'unknown') throw error;
    // Only what is open can be closed: ask what it is.
    const told = await queryPayment(line, payment);
    if (told.state === 'paid') throw new GatewayRefused('already_paid', outTradeNo);
    if (told.state === 'unpaid')
      throw new GatewayUnavailable(operation, 'server_error', 'the bank has not decided');
  }
}

/** Asks first: a key is remembered for a day, and a refund may be tried for longer. */
async function requestRefund(line: Line, refund: RequestRefund): Promise<RefundState> {
  const { outTradeNo, outRefundNo, transactionId: charge, amount } = refund;
  const known = await queryRefund(line, refund);
  if (known.state !== 'unknown_refund') {
    if (known.amount !== amount) throw new GatewayRefused('number_reused', outRefundNo);
    return known;
  }
  const params = {
    charge,
    amount,
    metadata: { out_trade_no: outTradeNo, out_refund_no: outRefundNo },
  };
  const operation = `refund ${outRefundNo}`;
  const key = `refund-${outRefundNo}`;
  const asked = { operation, method: 'POST', path: '/v1/refunds', params, key } as const;
  const told = await call(line, asked, shapes.Refund);
  if (told.metadata?.['out_refund_no'] !== outRefundNo)
    throw unverified(operation, 'it is about another refund');
  return stateOf(told);
}

/** A refund has its number of ours in what is said of it: it is looked for among those of its payment. */
async function queryRefund(line: Line, { outRefundNo, transactionId: charge }: RefundName) {
  const operation = `query refund ${outRefundNo}`;
  if (!charge) throw new GatewayRefused('invalid_request', `${operation}: of which payment`);
  for (let last: string | undefined; ;) {
    const params = { charge, limit: 100, starting_after: last };
    const asked = { operation, method: 'GET', path: '/v1/refunds', params } as const;
    const page = await unlessUnknown(call(line, asked, shapes.listOf(shapes.Refund)));
    const found = page?.data.find(({ metadata }) => metadata?.['out_refund_no'] === outRefundNo);
    if (found) return stateOf(found);
    last = page?.data.at(-1)?.id;
    if (!page?.has_more || last === undefined) return { state: 'unknown_refund' } as const;
  }
}

function stateOf(refund: shapes.Refund): RefundState {
  const { id: refundId, amount, created } = refund;
  const state = shapes.refundStateOf(refund);
  return state === 'succeeded'
    ? { state, refundId, amount, at: created }
    : { state, refundId, amount };
}

/** Proves the key and its rights, and looks whether the provider would tell us anything. */
async function check(line: Line, noticeUrl: string, isLive: boolean) {
  const operation = 'check';
  const asked = { operation, method: 'GET', params: { limit: 1 } } as const;
  await unlessUnknown(fetchSession(line, operation, 'cs_none'));
  await call(line, { ...asked, path: '/v1/balance_transactions' }, shapes.listOf(shapes.Line));
  const path = '/v1/webhook_endpoints';
  const all = { ...asked, params: { limit: 100 }, path };
  const endpoints = await unlessForbidden(call(line, all, shapes.listOf(shapes.Endpoint)));
  const isHeard = endpoints?.data.some(
    ({ url, status, enabled_events: events }) =>
      url === noticeUrl &&
      status === 'enabled' &&
      (events.includes('*') || wantedEvents.every((event) => events.includes(event))),
  );
  if (isHeard === false) return 'unheard';
  return isLive ? 'works' : 'test';
}

const unlessUnknown = <T>(answer: Promise<T>) => unlessRefused(answer, 'unknown');
/** A key of fewer rights need not show what it does not need. */
const unlessForbidden = <T>(answer: Promise<T>) => unlessRefused(answer, 'forbidden');

/** The answer; undefined when the provider refused with this code. */
async function unlessRefused<T>(
  answer: Promise<T>,
  code: GatewayRefused['code'],
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GatewayRefused && error.code === code) return undefined;
    throw error;
  }
}
