import { money } from '#kernel/money.ts';
import { quote } from '#pricing/service.ts';
import type { Basket, Discount, HeldCoupon } from '#pricing/types.ts';

/** What the house promises of its price engine: quotes a second and core. */
export const quotesPerSecond = 50_000;

const now = new Date('2026-11-29T12:00:00Z');
const named = (id: string) => ({ id, name: '优惠', nameEn: 'Offer' });
const scopeOf = (n: number) => (n % 3 === 0 ? null : new Set([`work${n % 5}`, `shelf${n % 4}`]));

/** A basket of five works with twenty promotions that hold: prices, thresholds and coupons of several scopes. */
function basketOf(n: number): Basket {
  const lines = Array.from({ length: 5 }, (_, at) => ({
    id: `line${at}`,
    listPrice: money(9_900 + ((n * 37 + at * 1_300) % 20_000)),
    keys: [`work${at}`, `creator${at % 2}`, `shelf${at % 4}`],
  }));
  const prices = Array.from({ length: 10 }, (_, at): Discount => {
    const kind = (['limited', 'member', 'activity'] as const)[at % 3]!;
    const reduction = { kind: 'percent', offBps: 500 + at * 150 } as const;
    return { kind, ...named(`price${at}`), scope: scopeOf(at), reduction };
  });
  const thresholds = Array.from({ length: 6 }, (_, at): Discount => ({
    kind: 'threshold',
    ...named(`threshold${at}`),
    scope: scopeOf(at + 1),
    by: at % 2 === 0 ? 'amount' : 'pieces',
    tiers: [
      { from: at % 2 === 0 ? 20_000 : 2, off: money(1_000 + at * 100) },
      { from: at % 2 === 0 ? 50_000 : 4, off: money(4_000 + at * 100) },
    ],
  }));
  const coupons = Array.from({ length: 4 }, (_, at): HeldCoupon => ({
    ...named(`coupon${at}`),
    scope: scopeOf(at + 2),
    effect:
      at % 2 === 0
        ? { kind: 'fixed', off: money(1_500) }
        : { kind: 'percent', offBps: 1_000, cap: money(5_000) },
    minSpend: money(10_000),
    startsAt: new Date('2026-11-01T00:00:00Z'),
    expiresAt: new Date('2026-12-31T00:00:00Z'),
    isNewcomerOnly: false,
    isAlone: at === 3,
    state: 'unused',
  }));
  return { lines, discounts: [...prices, ...thresholds], coupons, isNewcomer: false, now };
}

/** How many quotes of such a basket one core makes in a second, by processor time; the best of three rounds. */
export function measureQuotes(seconds: number): number {
  const baskets = Array.from({ length: 64 }, (_, n) => basketOf(n));
  let best = 0;
  for (let round = 0; round < 3; round += 1) {
    const before = process.cpuUsage();
    const until = performance.now() + seconds * 1_000;
    let made = 0;
    while (performance.now() < until) {
      for (const basket of baskets) quote(basket);
      made += baskets.length;
    }
    const { user, system } = process.cpuUsage(before);
    best = Math.max(best, made / ((user + system) / 1e6));
  }
  return Math.round(best);
}
