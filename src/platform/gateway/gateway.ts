/**
 * The payment gateway port: what the house asks of anyone who moves money for it.
 *
 * Amounts are whole minor units (fen). Every number the house gives (`outTradeNo`, `outRefundNo`, `outBillNo`)
 * is an idempotency key: it is stored before the call, and asking again with the same number and the same
 * content can never move money twice. A result that did not arrive is unknown, never failed.
 */

import type { Agreements } from './agreement.ts';

/** Sends one HTTP request. The real one is `fetch`; tests hand the request to a simulator in the same process. */
export type Transport = (url: string, init: RequestInit) => Promise<Response>;

/** What the outside gives a client: network, clock, randomness. */
export interface ProviderLine {
  readonly transport: Transport;
  readonly now: () => Date;
  /** 16–32 letters and digits, never twice the same. */
  readonly nonce: () => string;
}

/** What a provider keeps of a capture, as agreed with it. */
export interface FeeTerms {
  /** Of the amount: basis points, rounded half up to the minor unit. */
  readonly bps: number;
  /** For each capture besides: minor units. */
  readonly fixed: number;
  /** Whether it gives its fee back in proportion when money goes back (then `fixed` is 0); else it keeps all of it. */
  readonly isReturned: boolean;
}

/** An attempt to collect, as a provider knows it. */
export interface PaymentName {
  readonly outTradeNo: string;
  /** The provider's own number, as `openPayment` answered it; only some know an attempt by nothing else. */
  readonly reference?: string | null;
}

/** One attempt to collect `amount`. The provider accepts payment until `expiresAt`, and not after. */
export interface OpenPayment extends PaymentName {
  /** 6–32 characters of `0-9 A-Z a-z _ - | *`; one per attempt, an order may have several. */
  readonly outTradeNo: string;
  readonly amount: number;
  readonly currency: string;
  /** What the payer reads on the cashier page, at most 127 characters. */
  readonly description: string;
  /** When the attempt was made; what is said again must be the same. */
  readonly openedAt: Date;
  /** Last moment to pay, kept to the second; a provider that grants more time than that says so in its client. */
  readonly expiresAt: Date;
  /** Where notices go: a full http(s) address without a query. */
  readonly notifyUrl: string;
  /** Where the payer's browser goes afterwards. Arriving there proves nothing: query. */
  readonly returnUrl: string;
  readonly payerIp?: string;
  /** What the payer looks at; providers have another page for a phone. A desktop when absent. */
  readonly device?: 'phone' | 'desktop';
}

/** What the provider knows of a payment. `paid` stays `paid` when it is refunded later. */
export type PaymentState =
  | { readonly state: 'unpaid' | 'closed' | 'unknown_order' }
  | ({ readonly state: 'paid' } & Capture);

/** Money that arrived. `amount` may differ from what was asked: the caller compares, always. */
export interface Capture {
  readonly outTradeNo: string;
  readonly transactionId: string;
  readonly amount: number;
  readonly currency: string;
  /** The provider's own clock, to the second; deadlines are judged by it. */
  readonly paidAt: Date;
  /** What the provider says that it kept of it, in the same currency; absent where it does not say so at once. */
  readonly fee?: number;
}

/** Gives back `amount` of a payment of `total`. Several partial refunds may follow each other. */
export interface RequestRefund {
  readonly outTradeNo: string;
  /** Names one capture exactly: a provider may have charged the same number twice, or know money by nothing else. */
  readonly transactionId?: string;
  /** At most 64 characters. The same number is the same refund, also after `abnormal`: then it is tried again. */
  readonly outRefundNo: string;
  readonly amount: number;
  /** What was captured, which may differ from the order's amount. */
  readonly total: number;
  readonly currency: string;
  readonly reason: string;
  readonly notifyUrl: string;
}

/**
 * `abnormal`: the payer's card or account cannot take it; asking again with the same number retries.
 * `closed`: ended without effect; a further try needs a new number. Only `succeeded` means money went back.
 */
export type RefundState =
  | {
      readonly state: 'processing' | 'abnormal' | 'closed';
      readonly refundId: string;
      readonly amount: number;
    }
  | {
      readonly state: 'succeeded';
      readonly refundId: string;
      readonly amount: number;
      readonly at: Date;
    };

/** Pays `amount` out to a person. */
export interface RequestTransfer {
  /** At most 32 letters and digits. Never change it before a query says `failed`. */
  readonly outBillNo: string;
  readonly amount: number;
  /** `account` is the provider's name for the person (WeChat: openid); the legal name is sent encrypted. */
  readonly payee: { readonly account: string; readonly name?: string };
  /** At most 32 characters. */
  readonly remark: string;
  readonly notifyUrl: string;
}

/** `unknown_transfer` is an answer to a query only: the provider never saw this number. */
export type TransferState =
  | { readonly state: 'unknown_transfer' }
  | { readonly state: 'processing'; readonly transferId: string; readonly confirmToken?: string }
  | {
      readonly state: 'succeeded';
      readonly transferId: string;
      readonly amount: number;
      readonly at: Date;
    }
  | {
      readonly state: 'failed';
      readonly transferId: string;
      readonly amount: number;
      readonly reason: string;
    };

/**
 * What the provider told us, verified and decrypted. `id` is equal for all deliveries of one notice; `at` is
 * when the provider made it. Notices come repeated, late and out of order: they are facts, not commands.
 */
export type Notice =
  | ({ readonly kind: 'payment'; readonly state: 'paid' } & NoticeHead & Capture)
  | ({
      readonly kind: 'refund';
      readonly state: 'succeeded' | 'closed' | 'abnormal';
      readonly outTradeNo: string;
      readonly transactionId: string;
      readonly outRefundNo: string;
      readonly refundId: string;
      readonly amount: number;
      readonly currency: 'CNY';
    } & NoticeHead)
  | ({
      readonly kind: 'transfer';
      readonly state: 'succeeded' | 'failed';
      readonly outBillNo: string;
      readonly transferId: string;
      readonly amount: number;
      readonly currency: 'CNY';
      readonly reason?: string;
    } & NoticeHead)
  | ({
      /** Something changed that the notice alone does not prove: ask. */
      readonly kind: 'hint';
      readonly outTradeNo: string;
      /** The refund that it is about; absent when it is about the payment. */
      readonly outRefundNo?: string;
    } & NoticeHead)
  | ({
      /** The provider's, and about nothing that the house has to know. */
      readonly kind: 'other';
    } & NoticeHead);

interface NoticeHead {
  readonly id: string;
  readonly at: Date;
}

/** Names one refund: some providers know it by its own number, some only together with its payment. */
export type RefundName = Pick<RequestRefund, 'outTradeNo' | 'transactionId' | 'outRefundNo'>;

/** One line of the provider's bill of a day. `fee` is what it kept (negative: gave back with a refund). */
export type BillLine =
  | ({ readonly kind: 'payment' } & BillMoney)
  | ({
      readonly kind: 'refund';
      readonly outRefundNo: string;
      readonly refundId: string;
      readonly state: 'processing' | 'succeeded' | 'closed' | 'abnormal';
    } & BillMoney);

interface BillMoney {
  readonly at: Date;
  readonly outTradeNo: string;
  readonly transactionId: string;
  /** Captured, or given back; always ≥ 0. */
  readonly amount: number;
  readonly currency: string;
  readonly fee: number;
  readonly description: string;
}

/**
 * A provider. Every method that calls out throws `GatewayUnavailable` when the result is unknown and
 * `GatewayRefused` when the provider understood and said no.
 */
export interface Gateway {
  /** `sandbox`, `wechat` … ; stored with each payment. */
  readonly name: string;
  readonly fee: FeeTerms;
  /** Whether it pays out to people; `transfer` and `queryTransfer` are refused as `forbidden` when not. */
  readonly canTransfer: boolean;
  /** Where payers may agree to be charged again and again; absent where the provider has no such contract with us. */
  readonly agreements?: Agreements;
  /**
   * Proves address, keys and rights by questions that move nothing, for a provider that cannot be asked about a payment of which it
   * has no number: `unheard` when it sends no notices to `noticeUrl`, `test` when no real money moves.
   */
  check?(noticeUrl: string): Promise<'works' | 'unheard' | 'test'>;
  /** Staff tell of its money, since no provider does; payers have so many days to send it. */
  readonly byHand?: { readonly days: number };
  /** What a notice that was understood is answered with; nothing (204) when empty. */
  readonly understood: string;

  /**
   * The address to send the payer to, and where the provider has one its own number: store it before anybody is sent. The
   * same number with the same content answers the same again.
   */
  openPayment(
    payment: OpenPayment,
  ): Promise<{ readonly payUrl: string; readonly reference?: string }>;
  queryPayment(payment: PaymentName): Promise<PaymentState>;
  /** After this no payment is accepted. @throws GatewayRefused `already_paid`, `unknown`. */
  closePayment(payment: PaymentName): Promise<void>;

  /** @throws GatewayRefused `not_enough_money`, `invalid_request` (more than is left), `number_reused`. */
  refund(refund: RequestRefund): Promise<RefundState>;
  queryRefund(refund: RefundName): Promise<RefundState | { readonly state: 'unknown_refund' }>;

  /** @throws GatewayRefused `not_enough_money`, `invalid_request`, `number_reused`. */
  transfer(transfer: RequestTransfer): Promise<TransferState>;
  queryTransfer(outBillNo: string): Promise<TransferState>;

  /**
   * Reads what was posted to `notifyUrl`: signature, addressee, shape; age and decryption where the provider's protocol
   * has them. Pure; stores nothing.
   * @throws GatewayRefused of kind `notice`; answer the sender 401 and write nothing but an audit event.
   */
  readNotice(headers: HeaderBag, rawBody: Uint8Array, now: Date): Notice;

  /**
   * The bill of a day (`YYYY-MM-DD`, Asia/Shanghai), hash and totals checked; empty when nothing happened.
   * @throws GatewayRefused `not_ready` until the next morning, 10 o'clock.
   */
  dailyBill(day: string): Promise<readonly BillLine[]>;
}

/** HTTP headers as `fetch` or as `node:http` gives them. */
export type HeaderBag = Headers | Readonly<Record<string, string | undefined>>;

/**
 * The result is unknown: it may have happened, or may happen yet. Never read this as "failed": query, or ask
 * again with the same number.
 */
export class GatewayUnavailable extends Error {
  override readonly name = 'GatewayUnavailable';
  readonly operation: string;
  readonly reason: 'timeout' | 'network' | 'server_error' | 'rate_limited' | 'unverified_answer';

  constructor(
    operation: string,
    reason: GatewayUnavailable['reason'],
    detail: string,
    cause?: unknown,
  ) {
    super(`${operation}: ${reason} (${detail}); the result is unknown`, { cause });
    this.operation = operation;
    this.reason = reason;
  }
}

/** Why a notice was turned away. */
export type NoticeRefusal =
  | 'too_large'
  | 'malformed'
  | 'unknown_key'
  | 'signature'
  | 'stale'
  | 'undecryptable'
  | 'merchant';

/** Why a provider (or our own check before the call) turned a request down. */
export type RequestRefusal =
  | 'already_paid'
  | 'order_closed'
  | 'number_reused'
  | 'number_spoilt'
  | 'unknown'
  | 'not_enough_money'
  | 'not_ready'
  | 'invalid_request'
  | 'forbidden'
  | 'other';

/** Understood and refused: nothing happened, and the same request will be refused again. */
export class GatewayRefused extends Error {
  override readonly name = 'GatewayRefused';
  readonly code: NoticeRefusal | RequestRefusal;
  /** The provider's own code, for people; undefined when we refused by ourselves. */
  readonly providerCode: string | undefined;

  constructor(code: GatewayRefused['code'], detail: string, providerCode?: string) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.providerCode = providerCode;
  }
}
