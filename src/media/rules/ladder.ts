import type { Size } from './picture.ts';

/** One height of a video as it is encoded. */
export interface Rung {
  /** Its shorter side, in digits: what the rendition is called, and what a viewer chooses. */
  readonly name: string;
  /** Even, as the encoder wants them. */
  readonly width: number;
  readonly height: number;
  readonly maxBps: number;
}

// The most that each may take; slides and faces that hardly move stay far below.
const steps = [
  { short: 360, maxBps: 800_000 },
  { short: 540, maxBps: 1_600_000 },
  { short: 720, maxBps: 3_000_000 },
  { short: 1080, maxBps: 5_500_000 },
] as const;

const ownStepRatio = 1.15;

/** The heights in which a video of `size` is made, lowest first: never larger than it is, and never above 1080. */
export function rungsOf(size: Size): Rung[] {
  const own = Math.min(size.width, size.height);
  const below = steps.filter(({ short }) => short <= own).map(({ short }) => short as number);
  const top = below.at(-1);
  // A video between two steps, or below all of them, has its own size on top.
  const needsOwn = top === undefined || (top < 1080 && own >= top * ownStepRatio);
  return [...below, ...(needsOwn ? [own] : [])].map((short) => rungAt(short, size));
}

function rungAt(short: number, size: Size): Rung {
  const scale = short / Math.min(size.width, size.height);
  const even = (side: number) => Math.max(2, Math.round((side * scale) / 2) * 2);
  return {
    name: String(short),
    width: even(size.width),
    height: even(size.height),
    maxBps: ceilingOf(short),
  };
}

/** The most bits a second for a video whose shorter side is `short`. */
function ceilingOf(short: number): number {
  const step = steps.find((one) => one.short >= short);
  return step?.maxBps ?? Math.round((5_500_000 * short) / 1080);
}

/** What a copy of the creator's own video is like. */
export interface Copy {
  readonly bps: number;
  readonly durationsSec: readonly number[];
  readonly isAvc: boolean;
  /** Its pictures do not lie on the recording's own clock. */
  readonly isShifted: boolean;
}

const longestSegmentSec = 12;

/**
 * Whether the copy stays beside the rungs, as the highest of them. Else its height is encoded too: it is too heavy for most
 * lines, cannot be cut finely enough, or is of another codec than they are.
 */
export function isKept(copy: Copy, size: Size): boolean {
  const ceiling = 2 * ceilingOf(Math.min(size.width, size.height));
  const isFine = copy.durationsSec.every((sec) => sec <= longestSegmentSec);
  return copy.isAvc && !copy.isShifted && isFine && copy.bps <= ceiling;
}

/** The rungs that are encoded beside `copy`: all, or those that are clearly lower than a copy that is kept. */
export function rungsBeside(copy: Copy | undefined, size: Size): Rung[] {
  const rungs = rungsOf(size);
  if (!copy || !isKept(copy, size)) return rungs;
  const short = Math.min(size.width, size.height);
  return rungs.filter(({ name }) => Number(name) * ownStepRatio < short);
}

/** With what a video becomes watchable when it cannot be copied: good enough to learn by, and soon there. */
export function firstRung(rungs: readonly Rung[]): Rung {
  const fit = rungs.findLast(({ name }) => Number(name) <= 540) ?? rungs[0];
  if (!fit) throw new Error('a video without a height');
  return fit;
}

/** About how long a segment is. */
export const segmentSec = 6;
const shortestSec = 2;

/**
 * Where the segments of every rung begin, and at last where they end: where those of a kept copy do, so that a player changes
 * between them at any segment; else every six seconds.
 */
export function cutsOf(copy: Copy | undefined, size: Size, videoSec: number): number[] {
  if (copy && isKept(copy, size)) {
    const cuts = [0];
    for (const sec of copy.durationsSec) cuts.push(cuts.at(-1)! + sec);
    return cuts;
  }
  const count = Math.max(1, Math.floor((videoSec + segmentSec - shortestSec) / segmentSec));
  return [...Array.from({ length: count }, (_, index) => index * segmentSec), videoSec];
}

const stretchSec = 120;

/** Segments that are made in one go. */
export interface StretchPlan {
  readonly position: number;
  readonly fromSec: number;
  readonly toSec: number;
  /** Where they begin. */
  readonly cutsSec: readonly number[];
  readonly durationsSec: readonly number[];
  readonly isLast: boolean;
}

/** The stretch that begins with segment `position`: two minutes of video, so that little is lost with a machine. */
export function stretchAt(cuts: readonly number[], position: number): StretchPlan {
  const last = cuts.length - 1;
  const fromSec = cuts[position]!;
  let end = position + 1;
  while (end < last && cuts[end]! - fromSec < stretchSec) end += 1;
  const inside = cuts.slice(position, end + 1);
  return {
    position,
    fromSec,
    toSec: cuts[end]!,
    cutsSec: inside.slice(0, -1),
    durationsSec: inside.slice(1).map((cut, index) => cut - inside[index]!),
    isLast: end === last,
  };
}

const rates: readonly (readonly [number, string])[] = [
  [5, '5'],
  [10, '10'],
  [12.5, '25/2'],
  [15, '15'],
  [20, '20'],
  [23.976, '24000/1001'],
  [24, '24'],
  [25, '25'],
  [29.97, '30000/1001'],
  [30, '30'],
  [50, '50'],
  [59.94, '60000/1001'],
  [60, '60'],
];

/**
 * The even rate at which a video of `average` pictures a second is encoded: its own where it has a usual one, else the next
 * higher; phones and screen recorders vary theirs, and pause it.
 */
export function frameRateOf(average: number): string {
  const near = rates.find(([rate]) => Math.abs(rate - average) < rate * 0.0006);
  const next = rates.find(
    ([rate]) => Number.isInteger(rate) && rate >= 25 && rate >= average * 0.995,
  );
  return (near ?? next ?? rates.at(-1)!)[1];
}
