import { foldText, isLatin, isNoise, stringOf, type Folded } from './fold.ts';

/** A place in a folded text where a word stands. */
export interface Hit {
  /** Which of the words. */
  readonly word: number;
  /** Its first and last unit. */
  readonly first: number;
  readonly last: number;
  /** Whether it stands there as it was given, and not with signs between its characters. */
  readonly isExact: boolean;
}

/** A word as it is looked for. */
export interface Pattern {
  /** Its units without what only separates. */
  readonly letters: Uint16Array;
  readonly whole: string;
  /** Whether it begins or ends with a Latin letter or digit, where no other may stand beside it. */
  readonly isBoundBefore: boolean;
  readonly isBoundAfter: boolean;
  /** Whether signs may stand between its characters: not in Latin words, which spaces part. */
  readonly maySpread: boolean;
}

// So much may stand between two characters of a word that is spread out.
const widestGap = 3;

/** A word as it is looked for; undefined when nothing is left of it to look for. */
export function patternOf(word: string): Pattern | undefined {
  const { units } = foldText(word.trim());
  const letters = units.filter((unit) => !isNoise(unit));
  if (letters.length === 0) return undefined;
  return {
    letters,
    whole: stringOf(units),
    isBoundBefore: isLatin(units[0]!),
    isBoundAfter: isLatin(units.at(-1)!),
    maySpread: letters.length > 1 && !letters.every(isLatin),
  };
}

/**
 * Judges a place where the letters of a pattern stand in a row, signs between them or not. Answers undefined when it is
 * no hit: a part of a Latin word, or spread too far.
 */
export function judge(
  { units }: Folded,
  pattern: Pattern,
  places: Uint32Array,
  end: number,
): Omit<Hit, 'word'> | undefined {
  const from = end - pattern.letters.length + 1;
  const [first, last] = [places[from]!, places[end]!];
  const isExact =
    last - first + 1 === pattern.whole.length &&
    stringOf(units.subarray(first, last + 1)) === pattern.whole;
  const isThere = isExact || (pattern.maySpread && isClose(places, from, end));
  return isThere && isAlone(units, pattern, first, last) ? { first, last, isExact } : undefined;
}

/** Whether no Latin letter or digit makes a longer word of it. */
function isAlone(
  units: Uint16Array,
  { isBoundBefore, isBoundAfter }: Pattern,
  first: number,
  last: number,
): boolean {
  const isLonger =
    (isBoundBefore && first > 0 && isLatin(units[first - 1]!)) ||
    (isBoundAfter && last + 1 < units.length && isLatin(units[last + 1]!));
  return !isLonger;
}

function isClose(places: Uint32Array, from: number, to: number): boolean {
  for (let index = from + 1; index <= to; index += 1)
    if (places[index]! - places[index - 1]! - 1 > widestGap) return false;
  return true;
}

/** A machine that finds all words in one walk over a text (Aho and Corasick, 1975). */
export class Matcher {
  readonly #patterns: readonly Pattern[];
  /** The class of each unit; 0 stands in no word, so that most of a text is passed over at once. */
  readonly #classes = new Uint16Array(0x1_0000);
  /** The children of a state are those between its place in `#begins` and the next, sorted by class. */
  readonly #begins: Uint32Array;
  readonly #childClass: Uint16Array;
  readonly #childState: Uint32Array;
  readonly #rootNext: Uint32Array;
  readonly #fail: Uint32Array;
  /** One more than the first word that ends in a state, and the next shorter state in which one ends. */
  readonly #ends: Uint32Array;
  readonly #shorter: Uint32Array;
  /** One more than the next word of the same letters. */
  readonly #twin: Uint32Array;

  constructor(patterns: readonly Pattern[]) {
    this.#patterns = patterns;
    const nodes: Map<number, number>[] = [new Map()];
    const ends: number[] = [0];
    this.#twin = new Uint32Array(patterns.length);
    let classes = 0;
    for (const [word, { letters }] of patterns.entries()) {
      let state = 0;
      for (const unit of letters) {
        const sign = (this.#classes[unit] ||= ++classes);
        let next = nodes[state]!.get(sign);
        if (next === undefined) {
          next = nodes.push(new Map()) - 1;
          ends.push(0);
          nodes[state]!.set(sign, next);
        }
        state = next;
      }
      this.#twin[word] = ends[state]!;
      ends[state] = word + 1;
    }
    this.#ends = Uint32Array.from(ends);
    this.#begins = new Uint32Array(nodes.length + 1);
    this.#childClass = new Uint16Array(nodes.length - 1);
    this.#childState = new Uint32Array(nodes.length - 1);
    this.#rootNext = new Uint32Array(classes + 1);
    this.#fail = new Uint32Array(nodes.length);
    this.#shorter = new Uint32Array(nodes.length);
    this.#layOut(nodes);
    this.#link(nodes);
  }

  #layOut(nodes: readonly Map<number, number>[]): void {
    let place = 0;
    for (const [state, children] of nodes.entries()) {
      this.#begins[state] = place;
      for (const [sign, child] of [...children].toSorted((a, b) => a[0] - b[0])) {
        this.#childClass[place] = sign;
        this.#childState[place] = child;
        place += 1;
        if (state === 0) this.#rootNext[sign] = child;
      }
    }
    this.#begins[nodes.length] = place;
  }

  /** Where to go on when no child fits: nearest states first, so that shorter ones are known. */
  #link(nodes: readonly Map<number, number>[]): void {
    let level = [...nodes[0]!.values()];
    while (level.length > 0) {
      const below: number[] = [];
      for (const state of level) {
        const fail = this.#fail[state]!;
        this.#shorter[state] = this.#ends[fail]! > 0 ? fail : this.#shorter[fail]!;
        for (const [sign, child] of nodes[state]!) {
          this.#fail[child] = this.#next(fail, sign);
          below.push(child);
        }
      }
      level = below;
    }
  }

  #next(from: number, sign: number): number {
    for (let state = from; state !== 0; state = this.#fail[state]!) {
      const child = this.#child(state, sign);
      if (child !== 0) return child;
    }
    return this.#rootNext[sign]!;
  }

  #child(state: number, sign: number): number {
    let low = this.#begins[state]!;
    let high = this.#begins[state + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = this.#childClass[middle]!;
      if (found === sign) return this.#childState[middle]!;
      if (found < sign) low = middle + 1;
      else high = middle;
    }
    return 0;
  }

  /** Every place of every word in a folded text, by where it ends; at most `most`. */
  find(folded: Folded, most = Infinity): Hit[] {
    const { units } = folded;
    const places = new Uint32Array(units.length);
    const hits: Hit[] = [];
    let [letters, state] = [0, 0];
    for (let index = 0; index < units.length && hits.length < most; index += 1) {
      const sign = this.#classes[units[index]!]!;
      // A sign between letters leaves the machine where it is; a letter of no word sends it back.
      if (sign === 0 && isNoise(units[index]!)) continue;
      state = sign === 0 ? 0 : state === 0 ? this.#rootNext[sign]! : this.#next(state, sign);
      places[letters] = index;
      if (this.#ends[state]! > 0 || this.#shorter[state]! > 0)
        hits.push(...this.#endingIn(state, folded, places, letters));
      letters += 1;
    }
    return hits.slice(0, most);
  }

  #endingIn(from: number, folded: Folded, places: Uint32Array, letter: number): Hit[] {
    const hits: Hit[] = [];
    for (let state = from; state !== 0; state = this.#shorter[state]!) {
      for (let end = this.#ends[state]!; end > 0; end = this.#twin[end - 1]!) {
        const hit = judge(folded, this.#patterns[end - 1]!, places, letter);
        if (hit) hits.push({ word: end - 1, ...hit });
      }
    }
    return hits;
  }
}
