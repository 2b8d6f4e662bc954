import type { Money } from '#kernel/money.ts';

/** The name of an account. The plan of accounts is the functions below; the database refuses any other code. */
export type AccountCode = string & { readonly __brand: 'AccountCode' };

/** What the provider `gateway` holds for us, as seen from outside: below zero by what came in and did not leave. */
export function gatewayAccount(gateway: string): AccountCode {
  return `gateway:${gateway}` as AccountCode;
}

/** What the provider kept of what came in. */
export function gatewayFeeAccount(gateway: string): AccountCode {
  return `gateway_fee:${gateway}` as AccountCode;
}

/** Money that came in and belongs to no order: on its way back to who paid it. */
export function suspenseAccount(gateway: string): AccountCode {
  return `suspense:${gateway}` as AccountCode;
}

/** Money of orders that wait for their team: a sale when it is complete, and back to who paid when it is not. */
export function heldAccount(gateway: string): AccountCode {
  return `held:${gateway}` as AccountCode;
}

/** The platform's part of sales. */
export const commissionAccount = 'platform:commission' as AccountCode;

/** What memberships bring: the house's own income, of which no creator has a part (docs/decisions/0060). */
export const membershipAccount = 'platform:membership' as AccountCode;

/** What gateways kept of money that went back: below zero by what that cost the house (docs/decisions/0064). */
export const lostFeeAccount = 'platform:lost_fee' as AccountCode;

/** Money that creators and promoters asked for and that has not reached them yet. */
export const transitAccount = 'payout:transit' as AccountCode;

/** Who earns of sales. What one person earns as both is kept apart. */
export const payeeKinds = ['creator', 'promoter'] as const;
export type PayeeKind = (typeof payeeKinds)[number];

/** Earned, and still inside the refund window. */
export function pendingAccount(userId: string, kind: PayeeKind = 'creator'): AccountCode {
  return `${kind}:${userId}:pending` as AccountCode;
}

/** Earned and free to be paid out; never below zero. */
export function availableAccount(userId: string, kind: PayeeKind = 'creator'): AccountCode {
  return `${kind}:${userId}:available` as AccountCode;
}

/** What somebody owes after refunds of money that was already paid out; never above zero. */
export function debtAccount(userId: string, kind: PayeeKind = 'creator'): AccountCode {
  return `${kind}:${userId}:debt` as AccountCode;
}

/** One movement of `amount`; a movement of nothing is left out when it is posted. */
export interface Movement {
  readonly source: AccountCode;
  readonly destination: AccountCode;
  readonly amount: Money;
}

export const transactionKinds = [
  'sale',
  'refund',
  'suspense',
  'return',
  'hold',
  'unhold',
  'release',
  'payout',
  'payout_back',
  'payout_paid',
] as const;
export type TransactionKind = (typeof transactionKinds)[number];

/** Movements that become true together, once per `key`. */
export interface NewTransaction {
  /** Derived from what it is for, never drawn. */
  readonly key: string;
  readonly kind: TransactionKind;
  /** The order, earning or payout that it is about. */
  readonly subjectId: string;
  readonly at: Date;
  readonly movements: readonly Movement[];
}

/** What happened to one of a creator's or promoter's accounts. */
export interface Line {
  readonly transactionId: string;
  readonly kind: TransactionKind;
  /** The order or payout that it is about. */
  readonly subjectId: string;
  readonly postedAt: Date;
  readonly account: 'pending' | 'available' | 'debt';
  readonly change: number;
}

/** What an account of the house is, as the first part of its code says. */
export const places = ['gateway', 'gateway_fee', 'suspense', 'held', 'platform', 'payout'] as const;
export type Place = (typeof places)[number];

/** What came into accounts of the house and left them, in one kind of transaction. */
export interface Flow {
  readonly place: Place;
  readonly kind: TransactionKind;
  readonly incoming: number;
  readonly outgoing: number;
}

/** Business days, both included. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Income and expense of a time; what came in less what went out, never cut off. */
export interface Figures {
  /** What buyers paid for orders. */
  readonly gross: number;
  /** What went back to them. */
  readonly refunded: number;
  /** What gateways kept of that. */
  readonly fees: number;
  /** The part of creators and promoters. */
  readonly creators: number;
  /** The platform's part: its profit. */
  readonly platform: number;
  /** What left for creators and promoters. */
  readonly payouts: number;
  /** Money that no order needed: what came less what is back. */
  readonly unneeded: number;
  /** Money of orders that wait for their team: what came less what became a sale or is back. */
  readonly waiting: number;
  /** By how much more the gateways hold for us. */
  readonly cash: number;
}

/** Where the money is at the end of a day. */
export interface Standing {
  /** What the gateways hold for us. */
  readonly cash: number;
  /** What is the creators' and promoters', pending or free, less what they owe. */
  readonly creators: number;
  /** Asked for by creators and promoters, and not with them yet. */
  readonly transit: number;
  /** Money that no order needed and is not back yet. */
  readonly unneeded: number;
  /** Of orders that wait for their team. */
  readonly waiting: number;
  /** What the platform has earned and left in. */
  readonly platform: number;
}

/** By what a book is cut into lines. */
export const bookUnits = ['day', 'month', 'quarter'] as const;
export type BookUnit = (typeof bookUnits)[number];

/** What a recomputation of all balances found. */
export interface Proof {
  readonly accounts: number;
  /** Accounts whose kept balance, or a kept sum of a day or month, differs from what their postings say. */
  readonly differing: readonly string[];
  /** The sum over all accounts; anything but 0 is a loss. */
  readonly sum: number;
  readonly isProven: boolean;
}
