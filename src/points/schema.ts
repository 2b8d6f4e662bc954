import { z } from 'zod';
import { entryKinds } from './types.ts';

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
