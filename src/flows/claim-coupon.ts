import { claimByCode, claimCoupon } from '#coupon/service.ts';
import { isNewcomer } from '#order/service/read-order.ts';
import type { Ctx } from '#platform/ctx.ts';

/** Which coupon somebody takes: one that everybody may take, or the one of a code. */
export type WantedCoupon = { readonly couponId: string } | { readonly code: string };

/** Takes a coupon for the acting user; whether they are a newcomer is what their orders say. @throws Refusal coupon.*, rate.limited */
export function takeCoupon(ctx: Ctx, wanted: WantedCoupon): Promise<string> {
  const ask = (userId: string) => isNewcomer(ctx, userId);
  return 'code' in wanted
    ? claimByCode(ctx, wanted.code, ask)
    : claimCoupon(ctx, wanted.couponId, ask);
}
