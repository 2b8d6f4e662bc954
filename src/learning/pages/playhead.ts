/** What a player has to report: where it is, and what it has played since the last report. */
export interface PlayReport {
  readonly positionSec: number;
  readonly playedSec: number;
}

// A tick is a quarter of a second; a larger step was a jump.
const longestStepSec = 3;

/** Adds up what is played; jumps count for nothing. */
export class Playhead {
  #last: number | undefined;
  #playedSec = 0;

  /** The recording is at `positionSec`; `isPlaying` whether it got there by playing. */
  tick(positionSec: number, isPlaying: boolean): void {
    const step = this.#last === undefined ? 0 : positionSec - this.#last;
    if (isPlaying && step > 0 && step <= longestStepSec) this.#playedSec += step;
    this.#last = positionSec;
  }

  /** What to report now; whole seconds only, the rest is kept for the next report. */
  take(): PlayReport {
    const playedSec = Math.floor(this.#playedSec);
    this.#playedSec -= playedSec;
    return { positionSec: Math.floor(this.#last ?? 0), playedSec };
  }

  /** A report did not arrive: what it said counts again. */
  giveBack({ playedSec }: PlayReport): void {
    this.#playedSec += playedSec;
  }
}
