import { money } from '#kernel/money.ts';
import type { CouponEffect, HeldCoupon } from '#pricing/types.ts';
import type { ClaimFact } from './types.ts';

/** What a coupon takes off, as the tables say it. */
export function effectOf(terms: {
  readonly off: number | null;
  readonly offBps: number | null;
  readonly cap: number | null;
}): CouponEffect {
  const { off, offBps, cap } = terms;
  if (offBps === null) return { kind: 'fixed', off: money(off ?? 0) };
  return { kind: 'percent', offBps, cap: cap === null ? null : money(cap) };
}

/** The same for the engine; what it holds for was decided where it was found. */
export function heldOf(fact: ClaimFact): HeldCoupon {
  const { id, name, nameEn, isNewcomerOnly, isAlone, state } = fact;
  return {
    id,
    name,
    nameEn,
    isNewcomerOnly,
    isAlone,
    state,
    scope: fact.covers ? null : new Set(),
    effect: effectOf(fact),
    minSpend: money(fact.minSpend),
    startsAt: new Date(fact.startsAt),
    expiresAt: new Date(fact.expiresAt),
  };
}
