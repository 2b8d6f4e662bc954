import { z } from 'zod';
import { entryKinds, goodKinds, goodStates, redemptionStates } from './types.ts';

const rules = {
  isOn: z.boolean(),
  signInOn: z.boolean(),
  streak: z.array(z.int().min(0).max(10_000)).length(7),
  lessonOn: z.boolean(),
  perLesson: z.int().min(1).max(10_000),
  lessonCap: z.int().min(1).max(1_000_000),
  purchaseOn: z.boolean(),
  perYuan: z.int().min(1).max(1_000),
  purchaseCap: z.int().min(1).max(100_000_000),
  validDays: z.int().min(30).max(3_650),
  noticeDays: z.int().min(0).max(90),
};

/** The rules of points as the owner writes them, on top of the version that they saw. */
export const TermsInput = z.object({ ...rules, version: z.int().min(1) });
export type TermsInput = z.infer<typeof TermsInput>;

/** The rules of points as they go over the wire. */
export const TermsItem = z.object({ ...rules, version: z.int() });
export type TermsItem = z.infer<typeof TermsItem>;

/** What somebody has, what of it ends first, and how they stand with signing in. */
export const OwnPoints = z.object({
  isOn: z.boolean(),
  balance: z.int(),
  ends: z.array(z.object({ at: z.iso.datetime(), amount: z.int() })),
  signIn: z
    .object({ isSignedIn: z.boolean(), days: z.int(), today: z.int(), tomorrow: z.int() })
    .nullable(),
});
export type OwnPoints = z.infer<typeof OwnPoints>;

/** What a sign-in came to. */
export const SignedIn = z.object({
  /** False: it was done before, today. */
  isNew: z.boolean(),
  streak: z.int(),
  amount: z.int(),
  balance: z.int(),
});
export type SignedIn = z.infer<typeof SignedIn>;

export const AccountFilter = z.object({ userId: z.uuid().optional() });
export type AccountFilter = z.infer<typeof AccountFilter>;

/** Somebody's points as they go over the wire. */
export const AccountItem = z.object({
  userId: z.uuid(),
  userName: z.string(),
  email: z.string().nullable(),
  balance: z.int(),
  nextExpiry: z.iso.datetime().nullable(),
});
export type AccountItem = z.infer<typeof AccountItem>;

export const EntryFilter = z.object({
  userId: z.uuid().optional(),
  kind: z.enum(entryKinds).optional(),
});
export type EntryFilter = z.infer<typeof EntryFilter>;

/** One change of somebody's points as it goes over the wire. */
export const EntryItem = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  userId: z.uuid(),
  userName: z.string(),
  kind: z.enum(entryKinds),
  /** What it is about, in the reader's language; empty where there is nothing to say. */
  about: z.string(),
  amount: z.int(),
  /** When what it added ends. */
  expiresAt: z.iso.datetime().nullable(),
  reason: z.string(),
});
export type EntryItem = z.infer<typeof EntryItem>;

/** Points that the owner gives or, below zero, takes. */
export const Correction = z.object({
  userId: z.uuid(),
  amount: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((amount) => amount !== 0),
  reason: z.string().trim().min(1).max(200),
});
export type Correction = z.infer<typeof Correction>;

export const EntryId = z.object({ id: z.uuid() });

const name = z.string().trim().min(1).max(60);
const summary = z.string().trim().max(300).default('');

/** What the owner says of a good, also later. */
const saidOfGood = {
  nameZh: name,
  nameEn: name,
  summaryZh: summary,
  summaryEn: summary,
  price: z.int().min(1).max(100_000_000),
  stock: z.int().min(1).max(20_000),
  perPerson: z.int().min(1).max(1_000).nullable().default(null),
  /** At once when it is left out. */
  startsAt: z.iso.datetime({ offset: true }).optional(),
  endsAt: z.iso.datetime({ offset: true }).nullable().default(null),
  isHidden: z.boolean().default(false),
};

/** A good to be had for points, with what it gives: a code gives a work, or days of a tier. */
export const NewGood = z
  .object({
    ...saidOfGood,
    kind: z.enum(goodKinds),
    workId: z.uuid().optional(),
    couponId: z.uuid().optional(),
    tierId: z.uuid().optional(),
    days: z.int().min(1).max(36_500).optional(),
  })
  .refine(({ kind, workId, couponId, tierId, days }) => {
    const named = { work: workId, coupon: couponId, tier: tierId };
    const count = Object.values(named).filter((id) => id !== undefined).length;
    if (kind === 'physical') return count === 0;
    if (kind === 'code') return count === 1 && couponId === undefined;
    return count === 1 && named[kind] !== undefined && (kind !== 'tier' || days !== undefined);
  });
export type NewGood = z.infer<typeof NewGood>;

export const GoodChange = z.object(saidOfGood);
export type GoodChange = z.infer<typeof GoodChange>;

export const GoodId = z.object({ id: z.uuid() });

/** A good as it goes over the wire. */
export const GoodItem = z.object({
  id: z.uuid(),
  kind: z.enum(goodKinds),
  nameZh: z.string(),
  nameEn: z.string(),
  summaryZh: z.string(),
  summaryEn: z.string(),
  price: z.int(),
  days: z.int().nullable(),
  stock: z.int(),
  taken: z.int(),
  perPerson: z.int().nullable(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime().nullable(),
  state: z.enum(goodStates),
});
export type GoodItem = z.infer<typeof GoodItem>;

const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .optional()
    .transform((text) => text || undefined);

/** Somebody has a good: for the points that they saw, once per key; a thing is sent to an address. */
export const RedeemGood = z.object({
  key: z.uuid(),
  price: z.coerce.number().int().min(1).max(100_000_000),
  receiver: line(60),
  phone: line(30),
  address: line(200),
});
export type RedeemGood = z.infer<typeof RedeemGood>;

export const RedemptionId = z.object({ id: z.uuid() });
export const RedemptionFilter = z.object({
  state: z.enum(redemptionStates).optional(),
  goodId: z.uuid().optional(),
});
export type RedemptionFilter = z.infer<typeof RedemptionFilter>;

/** A redemption as it goes over the wire. */
export const RedemptionItem = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  userId: z.uuid(),
  userName: z.string(),
  goodId: z.uuid(),
  goodName: z.string(),
  kind: z.enum(goodKinds),
  price: z.int(),
  state: z.enum(redemptionStates),
  /** What a code says: told to its holder alone. */
  code: z.string().nullable(),
  /** The address of a work. */
  slug: z.string().nullable(),
  receiver: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  carrier: z.string().nullable(),
  number: z.string().nullable(),
  answer: z.string(),
});
export type RedemptionItem = z.infer<typeof RedemptionItem>;

/** How a thing was sent. */
export const Shipment = z.object({
  carrier: z.string().trim().min(1).max(40),
  number: z.string().trim().min(1).max(60),
});
export type Shipment = z.infer<typeof Shipment>;

/** Why a redemption is cancelled, as its holder reads it. */
export const Cancellation = z.object({ reason: z.string().trim().min(1).max(200) });
