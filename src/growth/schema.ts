import { z } from 'zod';
import { entryKinds, formulas } from './types.ts';

const name = z.string().trim().min(1).max(40);
const growth = z.int().min(1).max(1_000_000_000);

/** A level as the owner writes it; one without an id is new. */
export const LevelInput = z.object({
  id: z.uuid().optional(),
  nameZh: name,
  nameEn: name,
  threshold: growth,
  tierId: z.uuid().nullable().default(null),
});

const earning = {
  isOn: z.boolean(),
  formula: z.enum(formulas),
  factorBps: z.int().min(1).max(1_000_000),
  perYuan: z.int().min(0).max(1_000),
  perLesson: z.int().min(0).max(1_000),
  dailyLessons: z.int().min(0).max(1_000),
  perWork: z.int().min(0).max(10_000),
};

/** The rules of growth as the owner writes them, on top of the version that they saw. */
export const TermsInput = z.object({
  ...earning,
  version: z.int().min(1),
  levels: z.array(LevelInput).max(30),
});
export type TermsInput = z.input<typeof TermsInput>;
export type TermsFields = z.infer<typeof TermsInput>;

/** The rules of growth, with how many people do not stand by them yet. */
export const TermsItem = z.object({
  ...earning,
  version: z.int(),
  levels: z.array(
    z.object({
      id: z.uuid(),
      nameZh: z.string(),
      nameEn: z.string(),
      threshold: z.int(),
      tierId: z.uuid().nullable(),
      tierZh: z.string().nullable(),
      tierEn: z.string().nullable(),
    }),
  ),
  people: z.int(),
  waiting: z.int(),
});
export type TermsItem = z.infer<typeof TermsItem>;

export const AccountFilter = z.object({
  levelId: z.uuid().optional(),
  userId: z.uuid().optional(),
});
export type AccountFilter = z.infer<typeof AccountFilter>;

/** Somebody's growth as it goes over the wire. */
export const AccountItem = z.object({
  userId: z.uuid(),
  userName: z.string(),
  email: z.string().nullable(),
  value: z.int(),
  levelName: z.string().nullable(),
  tierName: z.string().nullable(),
});
export type AccountItem = z.infer<typeof AccountItem>;

export const EntryFilter = z.object({
  userId: z.uuid().optional(),
  kind: z.enum(entryKinds).optional(),
});
export type EntryFilter = z.infer<typeof EntryFilter>;

/** One change of somebody's growth as it goes over the wire. */
export const EntryItem = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  userId: z.uuid(),
  userName: z.string(),
  kind: z.enum(entryKinds),
  /** What it was earned by, in the reader's language; empty where it is gone. */
  about: z.string(),
  amount: z.int(),
  reason: z.string(),
});
export type EntryItem = z.infer<typeof EntryItem>;

/** Growth that the owner gives or, below zero, takes. */
export const GrowthGift = z.object({
  userId: z.uuid(),
  amount: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((amount) => amount !== 0),
  reason: z.string().trim().min(1).max(200),
});
export type GrowthGift = z.infer<typeof GrowthGift>;

export const EntryId = z.object({ id: z.uuid() });
