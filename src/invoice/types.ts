import type { Locale, Words } from '#kernel/locale.ts';
import type { Money } from '#kernel/money.ts';

export const invoiceKinds = ['invoice', 'credit'] as const;
export type InvoiceKind = (typeof invoiceKinds)[number];

/** Who sells, or who buys, as a document names them. */
export interface Party {
  readonly name: string;
  readonly address: string;
  readonly taxNumber: string;
}

/** What was bought, with what was taken off its list price. */
export interface InvoiceLine {
  readonly title: Words;
  readonly listPrice: Money;
  readonly discounts: readonly { readonly name: Words; readonly amount: Money }[];
  readonly price: Money;
}

/** What a document says; instants as ISO 8601. */
export interface InvoiceContent {
  readonly orderNumber: string;
  readonly seller: Party;
  readonly buyer: Party;
  /** Of an invoice; a credit note has none. */
  readonly lines: readonly InvoiceLine[];
  readonly total: Money;
  /** The tax that the total contains; a rate of 0 says nothing. */
  readonly taxBps: number;
  readonly tax: Money;
  readonly paidAt: string;
  /** Of a credit note: the number of the invoice it is about, and when the money went back. */
  readonly credits: { readonly number: string; readonly refundedAt: string } | null;
}

/** A document that was issued. */
export interface Invoice {
  readonly id: string;
  readonly orderId: string;
  readonly kind: InvoiceKind;
  readonly seller: string;
  readonly year: number;
  readonly serial: number;
  readonly amount: Money;
  readonly issuedAt: Date;
  readonly content: InvoiceContent;
}

export const fapiaoStates = [
  'requested',
  'issued',
  'red_owed',
  'red',
  'refused',
  'withdrawn',
] as const;
/** `requested → issued → red_owed → issued | red`; `requested → refused | withdrawn`. The last three are final. */
export type FapiaoState = (typeof fapiaoStates)[number];

export const titleKinds = ['personal', 'company'] as const;
export type TitleKind = (typeof titleKinds)[number];

/** Whom a fapiao is made out to, and where it is sent. */
export interface FapiaoTitle {
  readonly kind: TitleKind;
  readonly title: string;
  readonly taxNumber: string;
  readonly email: string;
}

export interface RedLetter {
  readonly id: string;
  readonly amount: Money;
  readonly owedAt: Date;
  readonly number: string | null;
  /** `YYYY-MM-DD`. */
  readonly issuedOn: string | null;
}

/** A fapiao as it was asked for, and as far as it has come. */
export interface Fapiao extends FapiaoTitle {
  readonly id: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly buyerId: string;
  readonly state: FapiaoState;
  readonly locale: Locale;
  readonly requestedAt: Date;
  readonly dueAt: Date;
  readonly amount: Money | null;
  readonly number: string | null;
  /** `YYYY-MM-DD`. */
  readonly issuedOn: string | null;
  readonly link: string;
  readonly fileKey: string | null;
  readonly fileName: string | null;
  readonly reason: string;
  readonly closedAt: Date | null;
  /** What the order's buyer has paid and not got back. */
  readonly left: Money;
  /** Oldest first. */
  readonly letters: readonly RedLetter[];
}
