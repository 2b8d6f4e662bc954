import { z } from 'zod';
import { transactionKinds } from '#ledger/types.ts';
import { payoutStates } from './types.ts';

/** A creator asks for `amount` minor units, to be paid to `payee` (the gateway's name for the person). */
export const NewPayout = z.object({
  amount: z.int().positive().max(100_000_000_000),
  payee: z.string().trim().min(1).max(64),
});
export type NewPayout = z.infer<typeof NewPayout>;

/** Why a payout is turned down, for the creator to read. */
export const Rejection = z.object({ reason: z.string().trim().min(1).max(200) });

export const PayoutFilter = z.object({ state: z.enum(payoutStates).optional() });
export type PayoutFilter = z.infer<typeof PayoutFilter>;

/** A payout as it goes over the wire. */
export const PayoutItem = z.object({
  id: z.uuid(),
  /** Whose it is: of a creator, or of a promoter. */
  creatorId: z.uuid().nullable(),
  promoterId: z.uuid().nullable(),
  ownerName: z.string(),
  amount: z.int(),
  gateway: z.string(),
  outBillNo: z.string(),
  payee: z.string(),
  state: z.enum(payoutStates),
  requestedAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
  reason: z.string(),
  finishedAt: z.iso.datetime().nullable(),
  failure: z.string().nullable(),
});
export type PayoutItem = z.infer<typeof PayoutItem>;

/** What a creator has, in minor units. */
export const CreatorBalance = z.object({
  pending: z.int(),
  available: z.int(),
  inTransit: z.int(),
  paidOut: z.int(),
  /** What is owed after refunds of money that was already paid out; taken from what is released next. */
  debt: z.int(),
  leastPayout: z.int(),
  upcoming: z.array(z.object({ day: z.iso.date(), amount: z.int() })),
});
export type CreatorBalance = z.infer<typeof CreatorBalance>;

/** What a promoter has, in minor units, of what they earned as that. */
export const ShareBalance = z.object({
  pending: z.int(),
  available: z.int(),
  inTransit: z.int(),
  paidOut: z.int(),
  debt: z.int(),
  leastPayout: z.int(),
});
export type ShareBalance = z.infer<typeof ShareBalance>;

/** A promoter's part of one order line; nothing in it tells who bought. */
export const ShareItem = z.object({
  orderLineId: z.uuid(),
  level: z.literal([1, 2]),
  orderNumber: z.string(),
  /** What was bought: a work, or a tier. */
  title: z.string(),
  gross: z.int(),
  bps: z.int(),
  amount: z.int(),
  reversed: z.int(),
  campaign: z.string(),
  earnedAt: z.iso.datetime(),
  releaseAt: z.iso.datetime(),
  releasedAt: z.iso.datetime().nullable(),
});
export type ShareItem = z.infer<typeof ShareItem>;

/** One sale of a creator; nothing in it tells who bought. */
export const SaleItem = z.object({
  orderLineId: z.uuid(),
  orderNumber: z.string(),
  workId: z.uuid(),
  workTitle: z.string(),
  gross: z.int(),
  fee: z.int(),
  /** What promoters got. */
  promotion: z.int(),
  commission: z.int(),
  amount: z.int(),
  refunded: z.int(),
  reversed: z.int(),
  earnedAt: z.iso.datetime(),
  releaseAt: z.iso.datetime(),
  releasedAt: z.iso.datetime().nullable(),
});
export type SaleItem = z.infer<typeof SaleItem>;

/** A month of Beijing time, `YYYY-MM`. */
const Month = z.string().regex(/^(?:19|20)\d\d-(?:0[1-9]|1[0-2])$/);

export const CreatorId = z.object({ id: z.uuid() });
export const CreatorMonth = z.object({ id: z.uuid(), month: Month });
export const MonthFilter = z.object({ month: Month.optional() });
export const CreatorsFilter = MonthFilter.extend({
  text: z.string().trim().min(1).max(100).optional(),
});

const sums = {
  month: Month,
  opening: z.int(),
  earned: z.int(),
  takenBack: z.int(),
  payouts: z.int(),
  returned: z.int(),
  closing: z.int(),
};

/** A month of a creator in a line; what they have, less what they owe, at its beginning and end. */
export const MonthItem = z.object(sums);
export type MonthItem = z.infer<typeof MonthItem>;

/** A month of one of all creators. */
export const CreatorMonthItem = z.object({
  creatorId: z.uuid(),
  creatorName: z.string(),
  ...sums,
});
export type CreatorMonthItem = z.infer<typeof CreatorMonthItem>;

const Parts = z.object({ pending: z.int(), available: z.int(), debt: z.int() });
const SplitSum = z.object({
  count: z.int(),
  gross: z.int(),
  fee: z.int(),
  promotion: z.int(),
  commission: z.int(),
  creator: z.int(),
});

/** A creator's statement of one month. */
export const StatementItem = z.object({
  creatorId: z.uuid(),
  creatorName: z.string(),
  month: Month,
  /** The month is not over yet: this is as far as it had come at `madeAt`. */
  isOpen: z.boolean(),
  madeAt: z.iso.datetime(),
  opening: Parts,
  sales: SplitSum,
  refunds: SplitSum,
  earned: z.int(),
  takenBack: z.int(),
  released: z.int(),
  payouts: z.int(),
  returned: z.int(),
  closing: Parts,
});
export type StatementItem = z.infer<typeof StatementItem>;

/** One change of one of a creator's accounts: what an order, or a payout, did to it. */
export const StatementLine = z.object({
  transactionId: z.uuid(),
  kind: z.enum(transactionKinds),
  postedAt: z.iso.datetime(),
  account: z.enum(['pending', 'available', 'debt']),
  change: z.int(),
  /** The order's, or the payout's. */
  number: z.string(),
  workTitle: z.string().nullable(),
});
export type StatementLine = z.infer<typeof StatementLine>;
