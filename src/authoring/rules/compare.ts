import type { Cut, Piece } from '../types.ts';

// Beyond these a comparison would take long and say little: what stands between is told as replaced.
const mostEdits = 1_000;
const mostCut = 100_000;
const deepest = 12;

/** What became of a run of tokens. */
interface Run {
  readonly op: Piece[0];
  readonly tokens: readonly string[];
}

/**
 * What differs between two texts: lines first, and inside of changed lines the words that `cut` finds. `=` and `-` joined
 * are `before`, `=` and `+` joined are `after`.
 */
export function compareTexts(before: string, after: string, cut: Cut): Piece[] {
  const runs = compareTokens(linesOf(before), linesOf(after));
  const pieces: Piece[] = [];
  for (let at = 0; at < runs.length; at += 1) {
    const run = runs[at]!;
    const next = runs[at + 1];
    if (run.op === '-' && next?.op === '+') {
      pieces.push(...compareWords(run.tokens.join(''), next.tokens.join(''), cut));
      at += 1;
    } else {
      pieces.push([run.op, run.tokens.join('')]);
    }
  }
  return tidied(pieces);
}

/** A comparison seen from the other side. */
export function inverse(pieces: readonly Piece[]): Piece[] {
  const turned = { '=': '=', '-': '+', '+': '-' } as const;
  return tidied(pieces.map(([op, text]): Piece => [turned[op], text]));
}

/** The two texts of a comparison. */
export function textsOf(pieces: readonly Piece[]): { before: string; after: string } {
  const join = (left: Piece[0]) =>
    pieces
      .filter(([op]) => op !== left)
      .map(([, text]) => text)
      .join('');
  return { before: join('+'), after: join('-') };
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

function compareWords(before: string, after: string, cut: Cut): Piece[] {
  const whole: Piece[] = [
    ['-', before],
    ['+', after],
  ];
  if (before.length + after.length > mostCut) return whole;
  const pieces = compareTokens(cut(before), cut(after)).map(({ op, tokens }): Piece => [
    op,
    tokens.join(''),
  ]);
  // Texts that share a few particles only are easier to read one after the other.
  const shared = pieces.reduce((sum, [op, text]) => sum + (op === '=' ? text.trim().length : 0), 0);
  return shared * 4 < Math.min(before.length, after.length) ? whole : pieces;
}

/** Neighbours of one kind made one, and what went before what came. */
function tidied(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  let gone = '';
  let come = '';
  const flush = () => {
    if (gone) out.push(['-', gone]);
    if (come) out.push(['+', come]);
    gone = '';
    come = '';
  };
  for (const [op, text] of pieces) {
    if (op === '-') gone += text;
    if (op === '+') come += text;
    if (op !== '=' || text === '') continue;
    flush();
    const last = out.at(-1);
    if (last?.[0] === '=') out[out.length - 1] = ['=', last[1] + text];
    else out.push(['=', text]);
  }
  flush();
  return out;
}

/** The shortest way from `a` to `b` between tokens that each has once and both have; what went stands before what came. */
export function compareTokens(
  a: readonly string[],
  b: readonly string[],
  depth: number = deepest,
): Run[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail += 1;
  const [left, right] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  return joined([
    { op: '=', tokens: a.slice(0, head) },
    ...between(left, right, depth),
    { op: '=', tokens: tail === 0 ? [] : a.slice(-tail) },
  ]);
}

function between(a: readonly string[], b: readonly string[], depth: number): Run[] {
  const whole: Run[] = [
    { op: '-', tokens: a },
    { op: '+', tokens: b },
  ];
  if (a.length === 0 || b.length === 0) return whole;
  const anchors = depth > 0 ? anchorsOf(a, b) : [];
  if (anchors.length === 0) return shortestEdit(a, b) ?? whole;
  const runs: Run[] = [];
  let [from, to] = [0, 0];
  for (const [i, j] of [...anchors, [a.length, b.length] as const]) {
    runs.push(...compareTokens(a.slice(from, i), b.slice(to, j), depth - 1));
    if (i < a.length) runs.push({ op: '=', tokens: [a[i]!] });
    [from, to] = [i + 1, j + 1];
  }
  return runs;
}

/** Tokens that each side has once and both have, in the longest order that both keep (patience). */
function anchorsOf(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const inA = placesOnce(a);
  const inB = placesOnce(b);
  const shared = [...inA].flatMap(([token, i]) => {
    const j = inB.get(token);
    return j === undefined ? [] : [[i, j] as const];
  });
  return longestRising(shared);
}

function placesOnce(tokens: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const twice = new Set<string>();
  for (const [at, token] of tokens.entries()) {
    if (places.has(token)) twice.add(token);
    // A blank line or a comma is no place to hold on to.
    else if (/[\p{L}\p{N}]/u.test(token)) places.set(token, at);
  }
  for (const token of twice) places.delete(token);
  return places;
}

/** The longest run of pairs that rises on both sides; `pairs` rise on the first. */
function longestRising(
  pairs: readonly (readonly [number, number])[],
): (readonly [number, number])[] {
  const ends: number[] = [];
  const before: number[] = [];
  for (const [at, [, j]] of pairs.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[ends[middle]!]![1] < j) low = middle + 1;
      else high = middle;
    }
    before[at] = low > 0 ? ends[low - 1]! : -1;
    ends[low] = at;
  }
  const run: (readonly [number, number])[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]!) run.push(pairs[at]!);
  return run.toReversed();
}

/** The shortest edit script (Myers, An O(ND) Difference Algorithm, 1986); nothing beyond `mostEdits`. */
function shortestEdit(a: readonly string[], b: readonly string[]): Run[] | undefined {
  const most = Math.min(a.length + b.length, mostEdits);
  const furthest = new Int32Array(2 * most + 3);
  const middle = most + 1;
  const trace: Int32Array[] = [];
  for (let d = 0; d <= most; d += 1) {
    trace.push(furthest.slice(middle - d - 1, middle + d + 2));
    for (let k = -d; k <= d; k += 2) {
      const x = slide(a, b, k, startOn(furthest, middle + k, k === -d, k === d));
      furthest[middle + k] = x;
      if (x >= a.length && x - k >= b.length) return walkBack(a, b, trace);
    }
  }
  return undefined;
}

/** Whether a diagonal is reached best from the one above it: by taking a token of `b`. */
function comesDown(row: Int32Array, at: number, isFirst: boolean, isLast: boolean): boolean {
  return isFirst || (!isLast && row[at - 1]! < row[at + 1]!);
}

function startOn(row: Int32Array, at: number, isFirst: boolean, isLast: boolean): number {
  return comesDown(row, at, isFirst, isLast) ? row[at + 1]! : row[at - 1]! + 1;
}

/** As far along diagonal `k` from `x` as tokens are equal. */
function slide(a: readonly string[], b: readonly string[], k: number, x: number): number {
  let at = x;
  while (at < a.length && at - k < b.length && a[at] === b[at - k]) at += 1;
  return at;
}

/** Reads a script from the end to the beginning; each row of `trace` begins at diagonal −d − 1. */
function walkBack(a: readonly string[], b: readonly string[], trace: readonly Int32Array[]): Run[] {
  const runs: Run[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = trace.length - 1; d > 0; d -= 1) {
    const [row, k] = [trace[d]!, x - y];
    const at = k + d + 1;
    const from = startOn(row, at, k === -d, k === d);
    const isDown = comesDown(row, at, k === -d, k === d);
    runs.push({ op: '=', tokens: a.slice(from, x) });
    [x, y] = isDown ? [from, from - k - 1] : [from - 1, from - k];
    runs.push(isDown ? { op: '+', tokens: [b[y]!] } : { op: '-', tokens: [a[x]!] });
  }
  runs.push({ op: '=', tokens: a.slice(0, x) });
  return runs.toReversed();
}

/** Neighbours of one kind made one, what went before what came, nothing empty. */
function joined(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  let gone: string[] = [];
  let come: string[] = [];
  const flush = () => {
    if (gone.length > 0) out.push({ op: '-', tokens: gone });
    if (come.length > 0) out.push({ op: '+', tokens: come });
    gone = [];
    come = [];
  };
  for (const { op, tokens } of runs) {
    if (op === '-') gone = gone.concat(tokens);
    if (op === '+') come = come.concat(tokens);
    if (op !== '=' || tokens.length === 0) continue;
    flush();
    const last = out.at(-1);
    if (last?.op === '=') out[out.length - 1] = { op: '=', tokens: last.tokens.concat(tokens) };
    else out.push({ op: '=', tokens });
  }
  flush();
  return out;
}
