import { foldText, isNoise } from './fold.ts';

const slots = 64;
const bandSize = 4;
const shingle = 5;
const shortest = 200;
const longest = 400_000;

/** How many of a text's slots must be alike, in percent, to call it a copy. */
export const leastAlike = 60;

/**
 * What a text is compared by: the smallest hash of its runs of five characters in each of 64 slots (one-permutation
 * MinHash). Undefined for a text of fewer than 200 characters, which says what many say.
 */
export function sketchOf(text: string): Int32Array | undefined {
  const { units } = foldText(text.slice(0, longest));
  const letters = units.filter((unit) => !isNoise(unit));
  if (letters.length < shortest) return undefined;
  const least = new Uint32Array(slots).fill(0xff_ff_ff_ff);
  for (let index = 0; index + shingle <= letters.length; index += 1) {
    let hash = 0x81_1c_9d_c5;
    for (let step = 0; step < shingle; step += 1)
      hash = Math.imul(hash ^ letters[index + step]!, 0x01_00_01_93);
    hash = mix(hash);
    const slot = hash >>> 26;
    if (hash >>> 0 < least[slot]!) least[slot] = hash >>> 0;
  }
  return Int32Array.from(filled(least));
}

/** Spreads the bits of a hash (the end of MurmurHash3). */
function mix(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85_eb_ca_6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2_b2_ae_35);
  return mixed ^ (mixed >>> 16);
}

/** A slot that nothing fell into takes what the next full one has, and says from how far. */
function filled(least: Uint32Array): Uint32Array {
  return least.map((value, slot) => {
    let step = 0;
    while (least[(slot + step) % slots] === 0xff_ff_ff_ff && step < slots) step += 1;
    return step === 0 ? value : mix(least[(slot + step) % slots]! + step);
  });
}

/** The keys under which a sketch is filed: two texts that are alike share one of these with near certainty. */
export function bandsOf(sketch: Int32Array): number[] {
  return Array.from({ length: slots / bandSize }, (_, band) => {
    let hash = band + 1;
    for (let slot = 0; slot < bandSize; slot += 1)
      hash = mix(Math.imul(hash, 31) ^ sketch[band * bandSize + slot]!);
    return hash | 0;
  });
}

/** How much two texts are alike, in percent. */
export function likeness(a: Int32Array, b: Int32Array): number {
  const same = a.reduce((count, value, slot) => count + Number(value === b[slot]), 0);
  return Math.round((100 * same) / slots);
}
