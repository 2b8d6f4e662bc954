/** From and to, the end not counted: seconds of a recording, or milliseconds of time. */
export type Span = readonly [from: number, to: number];

/** Where a learner was in a lesson: of two places the later counts, of two at one instant the one of the greater report. */
export interface Place {
  readonly sec: number;
  /** Milliseconds on the house's clock. */
  readonly at: number;
  /** The report that told of it. */
  readonly by: string;
}

/** What somebody learned of one lesson without network. Both lists are in order, and no two of a list touch. */
export interface Study {
  readonly heard: readonly Span[];
  readonly spent: readonly Span[];
  readonly place: Place;
  readonly isDone: boolean;
}

/** The time in which what was learned counts, in milliseconds on the house's clock. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** A lesson that a browser keeps. */
export interface Keep {
  readonly id: string;
  readonly lessonId: string;
  readonly keptAt: Date;
  readonly endsAt: Date;
  readonly endedAt: Date | null;
  /** How long its recording is; 0 for a text. */
  readonly durationSec: number;
}
