import { putInCart } from '#cart/service.ts';
import { isId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { day } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Http } from '#platform/http/route.ts';
import { mostLines } from '#pricing/service.ts';

const cookie = 'cart';

function chosenIn(http: Http): string[] {
  return (http.cookie(cookie) ?? '').split('.').filter(isId);
}

/** Remembers, in the browser alone, what somebody chose who has not signed in yet. */
export function remember(http: Http, offerId: string): void {
  const others = chosenIn(http).filter((id) => id !== offerId);
  const chosen = [...others, offerId].slice(-mostLines);
  http.setCookie(cookie, chosen.join('.'), (7 * day) / 1000);
}

/** Whether what was chosen is in the cart now, and the first reason why something is not. */
export interface TakenUp {
  readonly isAny: boolean;
  readonly refusal: Refusal | undefined;
}

/** Puts what the acting user chose before they signed in into their cart, and forgets it. */
export async function takeUp(ctx: Ctx, http: Http): Promise<TakenUp> {
  const chosen = chosenIn(http);
  if (chosen.length === 0) return { isAny: false, refusal: undefined };
  const refusals: Refusal[] = [];
  for (const offerId of chosen) {
    try {
      await putInCart(ctx, offerId);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push(error);
    }
  }
  http.clearCookie(cookie);
  return { isAny: refusals.length < chosen.length, refusal: refusals[0] };
}
