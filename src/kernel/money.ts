/** Whole minor units (分, cents): a safe integer, never a float. */
export type Money = number & { readonly __brand: 'Money' };

/** Asserts that `amount` is whole minor units. */
export function money(amount: number): Money {
  assert(Number.isSafeInteger(amount), `not whole minor units: ${amount}`);
  return amount as Money;
}

/** The part of `amount` that `bps` basis points are (10,000 = all of it), rounded down. */
export function shareOf(amount: Money, bps: number): Money {
  assert(Number.isInteger(bps) && bps >= 0 && bps <= 10_000, `not basis points: ${bps}`);
  return money(Number((BigInt(amount) * BigInt(bps)) / 10_000n));
}

/** The part of `amount` that `bps` basis points are, rounded half up: how providers compute fees. */
export function roundedShareOf(amount: Money, bps: number): Money {
  assert(Number.isInteger(bps) && bps >= 0 && bps <= 10_000, `not basis points: ${bps}`);
  assert(amount >= 0, 'a fee is taken from an amount that is not negative');
  return money(Number((BigInt(amount) * BigInt(bps) + 5_000n) / 10_000n));
}

/** What `amount` is to `whole` as a part of `of`, rounded half up: 3 of 9 is to 6 as 2. */
export function proportionOf(amount: Money, whole: Money, of: Money): Money {
  assert(amount >= 0 && of >= 0 && whole > 0, 'a proportion of what is not negative');
  return money(Number((BigInt(amount) * BigInt(of) * 2n + BigInt(whole)) / (BigInt(whole) * 2n)));
}

/**
 * Splits `amount` by `weights` so that the parts sum to the whole, each within one minor unit of its exact share
 * (largest remainder; equal remainders favour the earlier part).
 */
export function splitByWeights(amount: Money, weights: readonly number[]): Money[] {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  assert(amount >= 0 && total > 0n, 'a split needs an amount and a weight');

  return Number(total) * amount <= Number.MAX_SAFE_INTEGER
    ? splitSmall(amount, weights, Number(total))
    : splitLarge(amount, weights, total);
}

// What a basket is split by fits into numbers, which are many times faster than big integers.
function splitSmall(amount: Money, weights: readonly number[], total: number): Money[] {
  const rests = weights.map((weight) => (amount * weight) % total);
  const split = weights.map((weight, index) => (amount * weight - rests[index]!) / total);
  const left = amount - split.reduce((sum, part) => sum + part, 0);
  for (let given = 0; given < left; given += 1) {
    const next = rests.indexOf(Math.max(...rests));
    split[next]! += 1;
    rests[next] = -1;
  }
  return split.map(money);
}

function splitLarge(amount: Money, weights: readonly number[], total: bigint): Money[] {
  const whole = BigInt(amount);
  const parts = weights.map((weight, index) => ({
    index,
    floor: (whole * BigInt(weight)) / total,
    rest: (whole * BigInt(weight)) % total,
  }));
  let left = Number(whole - parts.reduce((sum, part) => sum + part.floor, 0n));
  const byRest = parts.toSorted((a, b) => Number(b.rest - a.rest) || a.index - b.index);

  const split = parts.map((part) => Number(part.floor));
  for (const { index } of byRest) {
    if (left-- <= 0) break;
    split[index] = (split[index] ?? 0) + 1;
  }
  return split.map(money);
}

/** ISO 4217 codes that the house can price in; all of them have two decimals. */
export const currencies = ['CNY'] as const;
export type Currency = (typeof currencies)[number];

const signs: Readonly<Record<Currency, string>> = { CNY: '¥' };

/** `¥99`, `¥1,299.50`: no decimals where there are none, grouping as both languages write it. */
export function formatMoney(amount: Money, currency: Currency = 'CNY'): string {
  const sign = amount < 0 ? '−' : '';
  const cents = Math.abs(amount) % 100;
  const units = Math.floor(Math.abs(amount) / 100).toLocaleString('en-US');
  return `${sign}${signs[currency]}${units}${cents ? `.${String(cents).padStart(2, '0')}` : ''}`;
}

/** `99.00`: plain decimal units for bills and exports. */
export function decimalMoney(amount: Money): string {
  const sign = amount < 0 ? '-' : '';
  const abs = Math.abs(amount);
  return `${sign}${Math.floor(abs / 100)}.${String(abs % 100).padStart(2, '0')}`;
}

/** Reads `99`, `99.5` or `99.50` as minor units; undefined when the text is anything else. */
export function parseMoney(text: string): Money | undefined {
  const match = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!match) return undefined;
  return money(Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')));
}

// Our own, because browsers compute with money too.
function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new RangeError(message);
}
