import { z } from 'zod';
import { nameFields, ScopeInput } from '#pricing/schema.ts';
import { scopeKinds } from '#pricing/types.ts';
import { claimStates, claimWays, couponStates } from './types.ts';

const amount = z.int().min(1).max(100_000_000);

/** What buyers type: letters and digits, in any case. */
export const Code = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]{4,20}$/);

/** A coupon to give out. */
export const NewCoupon = z
  .object({
    ...nameFields,
    effect: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('fixed'), off: amount }),
      z.object({
        kind: z.literal('percent'),
        offBps: z.int().min(1).max(10_000),
        cap: amount.nullable().default(null),
      }),
    ]),
    minSpend: z.int().min(0).max(100_000_000).default(0),
    scope: ScopeInput,
    /** At once when it is left out. */
    startsAt: z.iso.datetime({ offset: true }).optional(),
    endsAt: z.iso.datetime({ offset: true }),
    /** For so many days after it was claimed; left out: until `endsAt`. */
    validDays: z.int().min(1).max(1_000).nullable().default(null),
    /** How many there are; left out: no end to them. */
    total: z.int().min(1).max(10_000_000).nullable().default(null),
    perCustomer: z.int().min(1).max(100).default(1),
    isNewcomerOnly: z.boolean().default(false),
    isAlone: z.boolean().default(false),
    way: z.enum(claimWays),
    code: Code.optional(),
  })
  .refine(({ way, code }) => (way === 'code') === (code !== undefined), {
    message: 'a code goes with the way code',
    path: ['code'],
  });
export type CouponInput = z.output<typeof NewCoupon>;
export type NewCoupon = z.input<typeof NewCoupon>;

export const CouponId = z.object({ id: z.uuid() });
export const CouponPause = z.object({ isPaused: z.boolean() });
export const CouponGrant = z.object({ userIds: z.array(z.uuid()).min(1).max(200) });

/** Which coupon somebody takes: one that everybody may take, or the one of a code. */
export const TakeCoupon = z.union([
  z.object({ couponId: z.uuid() }),
  z.object({ code: z.string().trim().min(1).max(40) }),
]);

export const CouponFilter = z.object({
  state: z.enum(couponStates).optional(),
  way: z.enum(claimWays).optional(),
});
export type CouponFilter = z.infer<typeof CouponFilter>;

const terms = {
  id: z.uuid(),
  name: z.string(),
  nameEn: z.string(),
  off: z.int().nullable(),
  offBps: z.int().nullable(),
  cap: z.int().nullable(),
  minSpend: z.int(),
  scopeKind: z.enum(scopeKinds),
  scopeNames: z.array(z.string()),
  isNewcomerOnly: z.boolean(),
  isAlone: z.boolean(),
};

/** A coupon as those see it who give it out, with what became of it. */
export const CouponItem = z.object({
  ...terms,
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  validDays: z.int().nullable(),
  total: z.int().nullable(),
  perCustomer: z.int(),
  way: z.enum(claimWays),
  code: z.string().nullable(),
  state: z.enum(couponStates),
  claimed: z.int(),
  used: z.int(),
  /** What the orders that used it came to, and what it took off them. */
  revenue: z.int(),
  saved: z.int(),
});
export type CouponItem = z.infer<typeof CouponItem>;

export const ClaimFilter = z.object({ state: z.enum(claimStates).optional() });
export type ClaimFilter = z.infer<typeof ClaimFilter>;

/** A coupon in its holder's hand. */
export const ClaimItem = z.object({
  ...terms,
  couponId: z.uuid(),
  state: z.enum(claimStates),
  startsAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  claimedAt: z.iso.datetime(),
  usedAt: z.iso.datetime().nullable(),
  orderId: z.uuid().nullable(),
});
export type ClaimItem = z.infer<typeof ClaimItem>;
