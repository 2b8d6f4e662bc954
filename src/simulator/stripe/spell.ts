import type { Book } from '../book.ts';
import { getPayment, getRefund, overReason } from '../desk.ts';
import type { Charge, Payment, PlannedNotice, Refund } from '../entries.ts';
import type { Saying } from './forge.ts';

/** How the account turns what is paid into what it keeps its balance in. */
export interface Settling {
  /** Small letters. */
  readonly currency: string;
  /** Of this currency for one of the payment's. */
  readonly rate: number;
}

/** What it takes to say something of the book. */
export interface Speaker {
  readonly book: Book;
  readonly baseUrl: string;
  readonly now: () => Date;
  /** Absent: the balance is kept in what was paid. */
  readonly settling: Settling | undefined;
}

/** Whether what a name stands for is said in full. */
export type Expands = (path: string) => boolean;

const seconds = (instant: string) => Math.floor(Date.parse(instant) / 1000);
const sessionId = ({ prepayId }: Payment) => `cs_test_${prepayId.slice(2)}`;
const intentId = ({ prepayId }: Payment) => `pi_${prepayId.slice(2)}`;
/** The book's number is the charge's, without what says that it is one. */
const chargeId = ({ transactionId }: Pick<Charge, 'transactionId'>) => `ch_${transactionId}`;
const refundId = ({ refundId: number }: Refund) => `re_${number}`;

/** A merchant may say the same of two pages; in the book they have numbers of their own. */
export const saidNo = (outTradeNo: string) => outTradeNo.split('~')[0]!;

/** The payment that a page's, an intent's or a charge's number names. */
export function findPayment({ book }: Pick<Speaker, 'book'>, id: string): Payment | undefined {
  if (id.startsWith('ch_')) {
    const charge = book.charges.get(id.slice(3));
    return charge && book.payments.get(charge.outTradeNo);
  }
  const page = /^(?:cs_test_|pi_)([0-9a-f]+)$/.exec(id)?.[1];
  return book.payments.get(book.byPrepayId.get(`wx${page}`) ?? '');
}

/** Whose number a refund has in the book. */
export function findRefund({ book }: Pick<Speaker, 'book'>, id: string): Refund | undefined {
  return [...book.refunds.values()].find((refund) => refundId(refund) === id);
}

const numbersOf = (outTradeNo: string) => ({ out_trade_no: saidNo(outTradeNo) });

/** A page to pay on. */
export function spellSession(speaker: Speaker, payment: Payment, expands: Expands): Saying {
  const charge = speaker.book.charges.get(payment.transactionIds[0] ?? '');
  const status = statusOf(speaker, payment);
  const intent = () => oneOf(expands, 'payment_intent', spellIntent(speaker, payment, expands));
  return {
    id: sessionId(payment),
    object: 'checkout.session',
    amount_subtotal: payment.amount,
    amount_total: payment.amount,
    client_reference_id: saidNo(payment.outTradeNo),
    created: seconds(payment.openedAt),
    currency: payment.currency.toLowerCase(),
    expires_at: seconds(payment.expiresAt),
    livemode: false,
    metadata: numbersOf(payment.outTradeNo),
    mode: 'payment',
    payment_intent: charge ? intent() : null,
    payment_status: charge ? 'paid' : 'unpaid',
    status,
    success_url: payment.returnUrl ?? null,
    url: status === 'open' ? pageOf(speaker, payment) : null,
  };
}

/** Complete is what the payer has done their part of, though their bank may take its time. */
function statusOf({ now }: Speaker, payment: Payment): string {
  if (payment.transactionIds.length > 0 || payment.isDelayed) return 'complete';
  return overReason(payment, now()) ? 'expired' : 'open';
}

function pageOf({ baseUrl }: Speaker, { prepayId, returnUrl = '' }: Payment): string {
  const query = new URLSearchParams({ prepay_id: prepayId, redirect_url: returnUrl });
  return `${baseUrl}/cashier?${query.toString()}`;
}

/** The object, or only what it is called. */
function oneOf(expands: Expands, path: string, object: Saying): unknown {
  return expands(path) ? object : object['id'];
}

/** What a page collects by. */
export function spellIntent(
  speaker: Speaker,
  payment: Payment,
  expands: Expands,
  prefix = 'payment_intent.',
): Saying {
  const charge = speaker.book.charges.get(payment.transactionIds[0] ?? '');
  const inner: Expands = (path) => expands(`${prefix}latest_charge.${path}`);
  const spelt = charge && spellCharge(speaker, charge, inner);
  return {
    id: intentId(payment),
    object: 'payment_intent',
    amount: payment.amount,
    amount_received: charge?.amount ?? 0,
    currency: payment.currency.toLowerCase(),
    created: seconds(payment.openedAt),
    description: payment.description,
    latest_charge: spelt ? oneOf(expands, `${prefix}latest_charge`, spelt) : null,
    livemode: false,
    metadata: numbersOf(payment.outTradeNo),
    status: charge ? 'succeeded' : 'requires_payment_method',
  };
}

const currencyOf = (payment: Payment, charge: Charge) =>
  (charge.currency ?? payment.currency).toLowerCase();

/** Money that was taken. */
export function spellCharge(speaker: Speaker, charge: Charge, expands: Expands): Saying {
  const payment = getPayment(speaker.book, charge.outTradeNo);
  return {
    id: chargeId(charge),
    object: 'charge',
    amount: charge.amount,
    amount_captured: charge.amount,
    amount_refunded: charge.refunded,
    balance_transaction: oneOf(
      expands,
      'balance_transaction',
      spellPaid(speaker, charge, () => false),
    ),
    captured: true,
    created: seconds(charge.paidAt),
    currency: currencyOf(payment, charge),
    description: payment.description,
    livemode: false,
    metadata: numbersOf(charge.outTradeNo),
    paid: true,
    payment_intent: intentId(payment),
    refunded: charge.refunded >= charge.amount,
    status: 'succeeded',
  };
}

const refundStatus: Readonly<Record<Refund['state'], string>> = {
  processing: 'pending',
  succeeded: 'succeeded',
  abnormal: 'failed',
  closed: 'failed',
};

/** Money that goes back. */
export function spellRefund({ book }: Pick<Speaker, 'book'>, refund: Refund): Saying {
  const payment = getPayment(book, refund.outTradeNo);
  const charge = book.charges.get(refund.transactionId)!;
  return {
    id: refundId(refund),
    object: 'refund',
    amount: refund.amount,
    charge: chargeId(charge),
    created: seconds(refund.askedAt),
    currency: currencyOf(payment, charge),
    metadata: { ...numbersOf(refund.outTradeNo), out_refund_no: refund.outRefundNo },
    payment_intent: intentId(payment),
    status: refundStatus[refund.state],
    ...(refundStatus[refund.state] === 'failed'
      ? { failure_reason: 'expired_or_canceled_card' }
      : {}),
  };
}

interface Moved {
  readonly id: string;
  readonly type: string;
  readonly amount: number;
  readonly fee: number;
  readonly currency: string;
  readonly at: string;
  readonly source: unknown;
}

/** A movement on the balance, in the currency that the account settles in. */
function spellMovement({ settling }: Speaker, moved: Moved): Saying {
  const rate = settling?.rate ?? 1;
  const amount = Math.round(moved.amount * rate);
  const fee = Math.round(moved.fee * rate);
  return {
    id: moved.id,
    object: 'balance_transaction',
    amount,
    fee,
    net: amount - fee,
    currency: settling?.currency ?? moved.currency,
    exchange_rate: settling ? rate : null,
    created: seconds(moved.at),
    type: moved.type,
    source: moved.source,
    status: 'available',
  };
}

/** What a charge moved. */
export function spellPaid(speaker: Speaker, charge: Charge, expands: Expands): Saying {
  const payment = getPayment(speaker.book, charge.outTradeNo);
  const isFull = expands('source');
  return spellMovement(speaker, {
    id: `txn_${charge.transactionId}`,
    type: 'charge',
    amount: charge.amount,
    fee: charge.feeKept,
    currency: currencyOf(payment, charge),
    at: charge.paidAt,
    source: isFull ? spellCharge(speaker, charge, () => false) : chargeId(charge),
  });
}

/** What a refund moved; the fee stays where it is. */
export function spellReturned(speaker: Speaker, refund: Refund, expands: Expands): Saying {
  const spelt = spellRefund(speaker, refund);
  return spellMovement(speaker, {
    id: `txn_r${refund.refundId}`,
    type: 'refund',
    amount: -refund.amount,
    fee: 0,
    currency: spelt['currency'] as string,
    at: refund.settledAt ?? refund.askedAt,
    source: oneOf(expands, 'source', spelt),
  });
}

/** What a planned notice says, as the book stands now; unsigned. */
export function eventOf(speaker: Speaker, notice: PlannedNotice): Saying {
  const { book } = speaker;
  if (notice.about === 'refund') {
    const refund = getRefund(book, notice.ref);
    const type = refund.state === 'succeeded' ? 'refund.updated' : 'refund.failed';
    return eventAbout(notice, type, spellRefund(speaker, refund));
  }
  const charge = book.charges.get(notice.ref);
  if (!charge) throw new Error(`no charge ${notice.ref} to tell about`);
  const payment = getPayment(book, charge.outTradeNo);
  const type = payment.isDelayed ? 'async_payment_succeeded' : 'completed';
  const session = spellSession(speaker, payment, () => false);
  return eventAbout(notice, `checkout.session.${type}`, session);
}

function eventAbout(
  { id, madeAt }: Pick<PlannedNotice, 'id' | 'madeAt'>,
  type: string,
  object: Saying,
): Saying {
  return {
    id: `evt_${id.replaceAll('-', '')}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: seconds(madeAt),
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
}

/** What the provider would say if an unpaid page had been paid now. */
export function lieOf(speaker: Speaker, payment: Payment): Saying {
  const session = spellSession(speaker, payment, () => false);
  const paid = { ...session, payment_status: 'paid', status: 'complete' };
  const head = { id: `forged-${payment.outTradeNo}`, madeAt: speaker.now().toISOString() };
  return eventAbout(head, 'checkout.session.completed', paid);
}
