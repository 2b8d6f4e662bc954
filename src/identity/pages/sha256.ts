// SHA-256 (FIPS 180-4) for short ASCII texts: browsers offer theirs only over https, and one digest at a time.

const rotate = (x: number, n: number) => (x >>> n) | (x << (32 - n));

/** The first 32 bits of the fractional part of the `root`-th root of each prime. */
function fractions(count: number, root: number): Int32Array {
  const found = new Int32Array(count);
  for (let candidate = 2, index = 0; index < count; candidate += 1) {
    if (!isPrime(candidate)) continue;
    found[index] = (candidate ** (1 / root) % 1) * 2 ** 32;
    index += 1;
  }
  return found;
}

function isPrime(candidate: number): boolean {
  for (let factor = 2; factor * factor <= candidate; factor += 1) {
    if (candidate % factor === 0) return false;
  }
  return true;
}

const roundKeys = fractions(64, 3);
const startState = fractions(8, 2);
const schedule = new Int32Array(64);

/** One round at a time over eight words that rotate through `work`, so that no word is moved. */
const work = new Int32Array(8);

function mixBlock(state: Int32Array, words: Int32Array, offset: number): void {
  for (let i = 0; i < 16; i += 1) schedule[i] = words[offset + i]!;
  for (let i = 16; i < 64; i += 1) {
    const near = schedule[i - 2]!;
    const far = schedule[i - 15]!;
    const s0 = rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3);
    const s1 = rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10);
    schedule[i] = (schedule[i - 16]! + s0 + schedule[i - 7]! + s1) | 0;
  }
  work.set(state);
  for (let i = 0; i < 64; i += 1) {
    const a = work[-i & 7]!;
    const b = work[(1 - i) & 7]!;
    const c = work[(2 - i) & 7]!;
    const e = work[(4 - i) & 7]!;
    const f = work[(5 - i) & 7]!;
    const g = work[(6 - i) & 7]!;
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (work[(7 - i) & 7]! + s1 + ((e & f) ^ (~e & g)) + roundKeys[i]! + schedule[i]!) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    work[(3 - i) & 7] = (work[(3 - i) & 7]! + t1) | 0;
    work[(7 - i) & 7] = (t1 + s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
  }
  for (let i = 0; i < 8; i += 1) state[i] = (state[i]! + work[i]!) | 0;
}

/** SHA-256 of an ASCII text as eight 32-bit words. */
export function sha256(text: string): Int32Array {
  const blocks = ((text.length + 8) >> 6) + 1;
  const words = new Int32Array(blocks * 16);
  for (let i = 0; i < text.length; i += 1)
    words[i >> 2]! |= text.charCodeAt(i) << (24 - (i % 4) * 8);
  words[text.length >> 2]! |= 0x80 << (24 - (text.length % 4) * 8);
  words[words.length - 1] = text.length * 8;

  const state = startState.slice();
  for (let offset = 0; offset < words.length; offset += 16) mixBlock(state, words, offset);
  return state;
}

/** How many bits are zero before the first one. */
export function leadingZeroBits(hash: Int32Array): number {
  const first = hash.findIndex((word) => word !== 0);
  return first < 0 ? hash.length * 32 : first * 32 + Math.clz32(hash[first]!);
}

/** The first answer from `from` on, among `count`, that solves `puzzle`; undefined when none does. */
export function solve(
  puzzle: string,
  bits: number,
  from: number,
  count: number,
): string | undefined {
  for (let answer = from; answer < from + count; answer += 1) {
    const solution = `${puzzle}:${answer}`;
    if (leadingZeroBits(sha256(solution)) >= bits) return solution;
  }
  return undefined;
}
