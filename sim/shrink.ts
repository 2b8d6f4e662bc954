import type { Programme } from './run.ts';

/** Whether a programme still shows what was found. */
export type Fails = (programme: Programme) => Promise<boolean>;

/**
 * The smallest part of `programme` that was found, before `deadline` (of `performance.now()`), to fail still: first its
 * shortest beginning, then with ever smaller pieces left out (delta debugging).
 */
export async function shrink(
  programme: Programme,
  fails: Fails,
  deadline: number,
): Promise<Programme> {
  const isLate = () => performance.now() > deadline;
  let smallest = await shortestBeginning(programme, fails, isLate);
  for (
    let size = Math.ceil(smallest.length / 2);
    size >= 1 && !isLate();
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    smallest = await withoutPieces(smallest, size, fails, isLate);
  }
  return smallest;
}

async function shortestBeginning(
  programme: Programme,
  fails: Fails,
  isLate: () => boolean,
): Promise<Programme> {
  let passing = 0;
  let failing = programme.length;
  while (failing - passing > Math.max(1, programme.length / 50) && !isLate()) {
    const middle = Math.floor((passing + failing) / 2);
    if (await fails(programme.slice(0, middle))) failing = middle;
    else passing = middle;
  }
  return programme.slice(0, failing);
}

async function withoutPieces(
  programme: Programme,
  size: number,
  fails: Fails,
  isLate: () => boolean,
): Promise<Programme> {
  let smallest = programme;
  // From the end: what comes last depends on what came before, not the other way round.
  for (let start = smallest.length - size; start > -size && !isLate(); start -= size) {
    const from = Math.max(0, start);
    const candidate = [...smallest.slice(0, from), ...smallest.slice(start + size)];
    if (candidate.length < smallest.length && (await fails(candidate))) smallest = candidate;
  }
  return smallest;
}
