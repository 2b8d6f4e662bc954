import {
  cutsOf,
  firstRung,
  rungsBeside,
  stretchAt,
  type Copy,
  type Rung,
  type StretchPlan,
} from './ladder.ts';
import type { Size } from './picture.ts';
import { isLevel } from './sound.ts';

/** What has been made of a recording so far. */
export interface Made {
  readonly isWhole: boolean;
  readonly segments: number;
}

/** What is known of a recording when it is asked what comes next. */
export interface Survey {
  /** As it is shown; undefined for sound alone. */
  readonly size: Size | undefined;
  readonly videoSec: number;
  readonly hasSound: boolean;
  readonly lufs: number | null;
  readonly copy: Copy | undefined;
  /** By name of the rendition. */
  readonly made: ReadonlyMap<string, Made>;
}

/** One thing that a transcoder makes in one go. */
export type Piece =
  | { readonly kind: 'poster' | 'loudness' | 'audio' | 'sound' | 'sheet' }
  | { readonly kind: 'video'; readonly rungs: readonly Rung[]; readonly plan: StretchPlan };

/**
 * What comes next: first what a learner waits for, then what makes it better. Undefined when all is made. Whoever asks
 * again after a crash is told the same.
 */
export function nextPiece(survey: Survey): Piece | undefined {
  return survey.size ? nextOfVideo(survey, survey.size) : nextOfAudio(survey);
}

function nextOfAudio({ lufs, made }: Survey): Piece | undefined {
  if (lufs === null) return { kind: 'loudness' };
  return isLevel(lufs) || made.has('sound') ? undefined : { kind: 'sound' };
}

function nextOfVideo(survey: Survey, size: Size): Piece | undefined {
  const { made, copy, videoSec } = survey;
  if (!made.has('poster')) return { kind: 'poster' };
  const sound = nextOfSound(survey);
  if (sound) return sound;
  const rungs = rungsBeside(copy, size);
  const first = firstRung(rungs.length > 0 ? rungs : rungsBeside(undefined, size));
  const isWaitedFor = !copy && !made.get(first.name)?.isWhole;
  if (!isWaitedFor && !made.has('sheet')) return { kind: 'sheet' };

  const missing = (isWaitedFor ? [first] : rungs).filter(({ name }) => !made.get(name)?.isWhole);
  if (missing.length === 0) return undefined;
  const positions = missing.map(({ name }) => made.get(name)?.segments ?? 0);
  const position = Math.min(...positions);
  const cuts = cutsOf(copy, size, videoSec);
  return {
    kind: 'video',
    // Those that are further wait until the others have come up to them.
    rungs: missing.filter((_, index) => positions[index] === position),
    plan: stretchAt(cuts, position),
  };
}

function nextOfSound({ hasSound, lufs, made }: Survey): Piece | undefined {
  if (!hasSound) return undefined;
  if (lufs === null) return { kind: 'loudness' };
  const isGood = made.has('audio') || (made.has('audio-copy') && isLevel(lufs));
  return isGood ? undefined : { kind: 'audio' };
}

/** Whether a learner can watch what has been made. */
export function isWatchable({ hasSound, made }: Pick<Survey, 'hasSound' | 'made'>): boolean {
  const isThere = (name: string) => made.get(name)?.isWhole === true;
  const hasPictures = Array.from(made.keys()).some(
    (name) => (name === 'copy' || /^\d+$/.test(name)) && isThere(name),
  );
  return hasPictures && (!hasSound || isThere('audio') || isThere('audio-copy'));
}

/**
 * How far the pictures of a video are, in ten thousandths, when `doneSec` of a stretch at work are done: weighed by
 * pixels, for that is what the time goes by.
 */
export function howFar(survey: Survey, piece: Piece & { kind: 'video' }, doneSec: number): number {
  const size = survey.size!;
  const rungs = rungsBeside(survey.copy, size);
  const cuts = cutsOf(survey.copy, size, survey.videoSec);
  const all = cuts.at(-1)!;
  const atWork = new Set(piece.rungs.map(({ name }) => name));
  let [done, sum] = [0, 0];
  for (const { name, width, height } of rungs) {
    const state = survey.made.get(name);
    const finished = state?.isWhole ? all : (cuts[state?.segments ?? 0] ?? all);
    done += width * height * Math.min(all, finished + (atWork.has(name) ? doneSec : 0));
    sum += width * height * all;
  }
  return sum === 0 ? 10_000 : Math.floor((done / sum) * 10_000);
}
