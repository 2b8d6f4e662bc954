// Crockford's base 32: no I, L, O and U, which are read as something else or spell something. https://www.crockford.com/base32.html
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** How long a code is: fourteen drawn characters (70 bits) and two that check them. */
export const codeLength = 16;
const drawn = codeLength - 2;

// GF(32) by x⁵ + x² + 1, in which x = 2 makes every element but nought.
const powers: number[] = [1];
for (let n = 1; n < 31; n += 1) {
  const next = powers[n - 1]! << 1;
  powers.push(next >= 32 ? next ^ 0b100101 : next);
}
const logs = new Map(powers.map((value, n) => [value, n] as const));

function multiply(a: number, b: number): number {
  if (a === 0 || b === 0) return 0;
  return powers[(logs.get(a)! + logs.get(b)!) % 31]!;
}

function divide(a: number, b: number): number {
  if (a === 0) return 0;
  return powers[(logs.get(a)! - logs.get(b)! + 31) % 31]!;
}

/** Both sums of a code, each of which is nought when it is right: plain, and weighted by place. */
function sumsOf(symbols: readonly number[]): readonly [number, number] {
  return symbols.reduce<readonly [number, number]>(
    ([plain, weighted], symbol, place) => [
      plain ^ symbol,
      weighted ^ multiply(powers[place]!, symbol),
    ],
    [0, 0],
  );
}

/**
 * A code from fourteen numbers below 32: with two more behind them, so that any one or two wrong characters, or two that changed
 * places, are noticed (a Reed–Solomon code of distance three).
 */
export function codeFrom(numbers: readonly number[]): string {
  const symbols = numbers.slice(0, drawn);
  const [plain, weighted] = sumsOf(symbols);
  const [a, b] = [powers[drawn]!, powers[drawn + 1]!];
  const first = divide(weighted ^ multiply(b, plain), a ^ b);
  return [...symbols, first, plain ^ first].map((symbol) => alphabet[symbol]).join('');
}

/** A code as it is printed and read aloud. */
export function showCode(code: string): string {
  return code.replaceAll(/(.{4})(?=.)/g, '$1-');
}

export type ReadCode =
  | { readonly ok: true; readonly code: string }
  | { readonly ok: false; readonly why: 'redemption.incomplete' | 'redemption.mistyped' };

/** What somebody typed as a code: spaces, dashes and small letters do not matter, O is nought, I and L are one. */
export function readCode(typed: string): ReadCode {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\-‐-―−_.·]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  const symbols = Array.from(code, (character) => alphabet.indexOf(character));
  if (symbols.length !== codeLength) return { ok: false, why: 'redemption.incomplete' };
  if (symbols.includes(-1)) return { ok: false, why: 'redemption.mistyped' };
  const isRight = sumsOf(symbols).every((sum) => sum === 0);
  return isRight ? { ok: true, code } : { ok: false, why: 'redemption.mistyped' };
}
