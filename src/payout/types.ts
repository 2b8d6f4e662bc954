import type { Money } from '#kernel/money.ts';
import type { PayeeKind, TransactionKind } from '#ledger/types.ts';

/** Who gets what of a sale; together they are its gross. */
export interface Split {
  /** The gateway's. */
  readonly fee: Money;
  /** The platform's. */
  readonly commission: Money;
  /** The creator's. */
  readonly creator: Money;
  /** Promoters', in the order of their levels. */
  readonly shares: readonly Money[];
}

/** What a sale's shares follow from, as it was when it was made. */
export interface Sold {
  readonly gross: Money;
  /** What the gateway kept. */
  readonly fee: Money;
  /** The rate at which the fee comes back with a refund; null: it does not. */
  readonly feeBps: number | null;
  readonly commissionBps: number;
  /** Promoters' rates of the gross, in the order of their levels. */
  readonly shareBps: readonly number[];
}

/** What a promoter is promised of a line that is sold. */
export interface SoldShare {
  readonly level: 1 | 2;
  readonly promoterId: string;
  readonly bps: number;
  readonly releaseAt: Date;
}

/** What a line of an order that was paid brings. */
export interface SoldLine {
  readonly orderLineId: string;
  /** What is a creator's; null: the house's own income. */
  readonly workId: string | null;
  readonly creatorId: string | null;
  readonly gross: Money;
  readonly commissionBps: number;
  readonly releaseAt: Date;
  /** Level 1 first. */
  readonly shares: readonly SoldShare[];
}

/** A sale whose money is in. */
export interface Sale extends Pick<Sold, 'fee' | 'feeBps'> {
  readonly orderId: string;
  readonly gateway: string;
  /** What costs something; one at least. */
  readonly lines: readonly SoldLine[];
  readonly earnedAt: Date;
  /** The ledger's key of the money that came in. */
  readonly key: string;
}

/** What is given back of a line. */
export interface LineReturn {
  readonly lineId: string;
  readonly amount: Money;
}

/** `shareBps` is empty where it was read without its shares. */
export interface Earning extends Sold {
  readonly orderLineId: string;
  readonly orderId: string;
  readonly creatorId: string | null;
  readonly gateway: string;
  readonly amount: Money;
  /** What promoters got of it. */
  readonly promotion: Money;
  readonly refunded: Money;
  readonly reversed: Money;
  readonly releaseAt: Date;
  readonly releasedAt: Date | null;
}

/** A promoter's part of an earning. */
export interface EarningShare {
  readonly orderLineId: string;
  readonly orderId: string;
  readonly level: 1 | 2;
  readonly promoterId: string;
  readonly bps: number;
  readonly amount: Money;
  readonly reversed: Money;
  readonly releasedAt: Date | null;
}

/** Whose money it is: what one person earns as creator and as promoter is kept apart. */
export interface Payee {
  readonly kind: PayeeKind;
  readonly id: string;
}

/** What a creator has, by account; debt is never above 0. */
export interface Parts {
  readonly pending: number;
  readonly available: number;
  readonly debt: number;
}

/** What moved on one of a creator's accounts in a month, in one kind of transaction. */
export interface MonthFlow {
  /** `YYYY-MM`, by Beijing time. */
  readonly month: string;
  readonly part: keyof Parts;
  readonly kind: TransactionKind;
  readonly incoming: number;
  readonly outgoing: number;
}

/** Sales, or refunds, of a month, with what everybody got of them, or gave back. */
export interface SplitSum {
  readonly count: number;
  readonly gross: number;
  readonly fee: number;
  /** Promoters'. */
  readonly promotion: number;
  readonly commission: number;
  readonly creator: number;
}

/** A month of a creator's accounts, as the ledger has it. */
export interface MonthSums {
  readonly month: string;
  readonly opening: Parts;
  /** The creator's part of sales, and what refunds took of it. */
  readonly earned: number;
  readonly takenBack: number;
  /** What became free of what was pending. */
  readonly released: number;
  /** What was asked for, and what of it came back. */
  readonly payouts: number;
  readonly returned: number;
  readonly closing: Parts;
}

/** A month with what its sales and refunds were shared into. */
export interface Statement extends MonthSums {
  readonly sales: SplitSum;
  readonly refunds: SplitSum;
}

export const payoutStates = ['requested', 'approved', 'paid', 'failed', 'rejected'] as const;

/** `requested → approved → paid | failed`, `requested → rejected`; the last three are final. */
export type PayoutState = (typeof payoutStates)[number];

export interface Payout {
  readonly id: string;
  /** One of both. */
  readonly creatorId: string | null;
  readonly promoterId: string | null;
  readonly amount: Money;
  readonly gateway: string;
  readonly outBillNo: string;
  readonly payee: string;
  readonly state: PayoutState;
  readonly requestedAt: Date;
  readonly tries: number;
}

/** What a gateway said about a transfer of ours that is over. */
export interface TransferFact {
  /** Who said it: nobody speaks for another gateway. */
  readonly gateway: string;
  readonly outBillNo: string;
  readonly state: 'succeeded' | 'failed';
  readonly transferId: string;
  readonly amount: number;
  readonly reason?: string;
}
