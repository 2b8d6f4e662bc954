import { z } from 'zod';
import { unitsOf } from './rules.ts';
import { bookUnits, transactionKinds } from './types.ts';

/** An account with its exact balance in minor units. */
export const AccountItem = z.object({
  id: z.uuid(),
  code: z.string(),
  ownerName: z.string().nullable(),
  currency: z.literal('CNY'),
  balance: z.int(),
});
export type AccountItem = z.infer<typeof AccountItem>;

/** Accounts whose code begins with `prefix`. */
export const AccountFilter = z.object({ prefix: z.string().max(60).optional() });
export type AccountFilter = z.infer<typeof AccountFilter>;

/** One movement with what it belongs to. */
export const PostingItem = z.object({
  transactionId: z.uuid(),
  seq: z.int(),
  key: z.string(),
  kind: z.enum(transactionKinds),
  subjectId: z.uuid(),
  postedAt: z.iso.datetime(),
  source: z.string(),
  destination: z.string(),
  amount: z.int(),
});
export type PostingItem = z.infer<typeof PostingItem>;

/** A transaction with its movements. */
export const TransactionItem = z.object({
  id: z.uuid(),
  key: z.string(),
  kind: z.enum(transactionKinds),
  subjectId: z.uuid(),
  postedAt: z.iso.datetime(),
  movements: z.array(z.object({ source: z.string(), destination: z.string(), amount: z.int() })),
});
export type TransactionItem = z.infer<typeof TransactionItem>;

export const TransactionFilter = z.object({
  kind: z.enum(transactionKinds).optional(),
  subjectId: z.uuid().optional(),
});
export type TransactionFilter = z.infer<typeof TransactionFilter>;

/** The most lines that a book is cut into. */
const longestBook = 400;

const span = { from: z.iso.date(), to: z.iso.date() };
const inOrder = ({ from, to }: { readonly from: string; readonly to: string }) => from <= to;
const disorder = {
  zh: '结束日期不能早于开始日期',
  en: 'The last day cannot come before the first.',
};
const tooLong = {
  zh: '时间太长了：按日最多 400 天，更长请按月或按季',
  en: 'This is too long: at most 400 days by day; choose months or quarters for more.',
};

/** A span of a book, cut into lines. */
export const BookQuery = z
  .object({ ...span, by: z.enum(bookUnits).default('day') })
  .refine(inOrder, { path: ['to'], params: { say: disorder } })
  .refine((query) => unitsOf(query, query.by, longestBook).length <= longestBook, {
    path: ['from'],
    params: { say: tooLong },
  });
export type BookQuery = z.infer<typeof BookQuery>;

export const SpanQuery = z
  .object(span)
  .refine(inOrder, { path: ['to'], params: { say: disorder } });

const figures = {
  gross: z.int(),
  refunded: z.int(),
  fees: z.int(),
  creators: z.int(),
  platform: z.int(),
  payouts: z.int(),
  unneeded: z.int(),
  waiting: z.int(),
  cash: z.int(),
};

/** One line of the book: a day, month or quarter that begins on `since`, as far as the span covers it. */
export const BookItem = z.object({ since: z.iso.date(), ...figures });
export type BookItem = z.infer<typeof BookItem>;

/** A span in figures beside the one before it, and where the money is at its end. */
export const BookSummary = z.object({
  now: z.object({ ...span, ...figures }),
  before: z.object({ ...span, ...figures }),
  standing: z.object({
    cash: z.int(),
    creators: z.int(),
    transit: z.int(),
    unneeded: z.int(),
    waiting: z.int(),
    platform: z.int(),
  }),
});
export type BookSummary = z.infer<typeof BookSummary>;

/** What a recomputation of the whole ledger found. */
export const ProofItem = z.object({
  accounts: z.int(),
  differing: z.array(z.string()),
  sum: z.int(),
  isProven: z.boolean(),
});
