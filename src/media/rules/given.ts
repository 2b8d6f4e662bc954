import { cutsOf, isKept, rungsBeside, type Rung } from './ladder.ts';
import type { Survey } from './pieces.ts';

/** What a browser may add to a video, and where each must have its key frames, on the recording's own clock from its start. */
export interface Wanted {
  readonly rungs: readonly Rung[];
  readonly cutsSec: readonly number[];
}

/**
 * Which heights are still missing below a copy that stays, lowest first. None where there is no such copy: they could not be cut
 * where it is, and a player could not change between them.
 */
export function wantedOf({ copy, size, made, videoSec }: Survey): Wanted {
  if (!copy || !size || !isKept(copy, size)) return { rungs: [], cutsSec: [] };
  return {
    rungs: rungsBeside(copy, size).filter(({ name }) => !made.has(name)),
    cutsSec: cutsOf(copy, size, videoSec),
  };
}

const headBytes = 256 * 1024;
// Encoders meet the rate they are given only on average.
const rateSlack = 1.25;

/** The most bytes that a film of so many seconds may have at this height. */
export function mostBytes({ maxBps }: Rung, videoSec: number): number {
  return Math.ceil(((maxBps * videoSec) / 8) * rateSlack) + headBytes;
}

/** What came in, as the house itself measured it. */
export interface Given {
  readonly codecs: string;
  readonly width: number;
  readonly height: number;
  readonly durationsSec: readonly number[];
}

// H.264 of eight bits and 4:2:0, which every browser plays.
const playable = /^avc1\.(?:42|4d|58|64)/i;
const slackSec = 0.1;
const endSlackSec = 1;

/** Whether it is what was wanted: of this size, in H.264, and cut where the copy is; the pictures may end a little apart. */
export function isFit(rung: Rung, cutsSec: readonly number[], given: Given): boolean {
  const { codecs, width, height, durationsSec } = given;
  if (!playable.test(codecs) || width !== rung.width || height !== rung.height) return false;
  if (durationsSec.length !== cutsSec.length - 1) return false;
  return durationsSec.every((sec, index) => {
    const isLast = index === durationsSec.length - 1;
    const wanted = cutsSec[index + 1]! - cutsSec[index]!;
    return Math.abs(sec - wanted) <= (isLast ? endSlackSec : slackSec);
  });
}
