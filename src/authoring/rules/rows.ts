import type { Piece } from '../types.ts';

/** One line of two texts side by side; a side that has no such line is null. */
export interface Row {
  readonly left: readonly Piece[] | null;
  readonly right: readonly Piece[] | null;
}

/** Whether the two sides of a row differ. */
export function isChanged({ left, right }: Row): boolean {
  return !left || !right || [...left, ...right].some(([op]) => op !== '=');
}

/** The lines of a stretch that both sides end with the same line break. */
interface Sides {
  readonly left: Piece[][];
  readonly right: Piece[][];
  /** Lines that share text: these stand beside each other. */
  readonly shared: (readonly [left: number, right: number])[];
}

const emptySides = (): Sides => ({ left: [[]], right: [[]], shared: [] });

/** A comparison as lines side by side: what both have stands in one row. */
export function rowsOf(pieces: readonly Piece[]): Row[] {
  const rows: Row[] = [];
  let sides = emptySides();
  for (const [op, text] of pieces) {
    for (const [at, line] of text.split('\n').entries()) {
      if (at > 0 && op === '=') {
        rows.push(...paired(sides));
        sides = emptySides();
      }
      put(sides, [op, line], at > 0 && op !== '=');
    }
  }
  return [...rows, ...paired(sides)];
}

function put({ left, right, shared }: Sides, piece: Piece, isNewLine: boolean): void {
  const [op, text] = piece;
  const open = op === '=' ? [left, right] : [op === '-' ? left : right];
  if (isNewLine) for (const side of open) side.push([]);
  if (text === '') return;
  for (const side of open) side.at(-1)!.push(piece);
  if (op === '=') shared.push([left.length - 1, right.length - 1]);
}

/** Lines with shared text beside each other, the others from the top of the space between. */
function paired({ left, right, shared }: Sides): Row[] {
  const rows: Row[] = [];
  let [i, j] = [0, 0];
  const fill = (toLeft: number, toRight: number) => {
    while (i < toLeft || j < toRight) {
      rows.push({
        left: i < toLeft ? left[i]! : null,
        right: j < toRight ? right[j]! : null,
      });
      if (i < toLeft) i += 1;
      if (j < toRight) j += 1;
    }
  };
  for (const [a, b] of shared) {
    if (a < i || b < j) continue;
    fill(a, b);
    fill(a + 1, b + 1);
  }
  fill(left.length, right.length);
  return rows;
}

/** A stretch of rows to show, or the number of equal ones that are left out. */
export type Stretch =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'gap'; readonly rows: readonly Row[] };

/** Changed rows with `around` equal ones before and after; longer runs of equal rows are gaps. */
export function stretchesOf(rows: readonly Row[], around = 2): Stretch[] {
  const near = rows.map(() => false);
  for (const [at, row] of rows.entries()) {
    if (isChanged(row)) near.fill(true, Math.max(0, at - around), at + around + 1);
  }
  const stretches: { kind: 'rows' | 'gap'; rows: Row[] }[] = [];
  for (const [at, row] of rows.entries()) {
    const kind = near[at] ? 'rows' : 'gap';
    const last = stretches.at(-1);
    if (last?.kind === kind) last.rows.push(row);
    else stretches.push({ kind, rows: [row] });
  }
  return stretches;
}
