/** How often the store stumbles: each a probability from 0 to 1. All are 0 unless set. */
export interface StoreFaultRates {
  /** 503 SlowDown before any effect. */
  readonly slowDown: number;
  /** 500 InternalError before any effect. */
  readonly broken: number;
  /** It takes effect, and the answer is a 500. */
  readonly brokenAfter: number;
  /** The line is cut before any effect. */
  readonly cutBefore: number;
  /** It takes effect, and the line is cut before an answer. */
  readonly cutAfter: number;
  /** The line is cut in the middle of what is read. */
  readonly cutMiddle: number;
  /** The first byte comes only after `slowMs`. */
  readonly slow: number;
  /** Putting parts together is answered 200, with an error in its body, and has no effect. */
  readonly errorInOk: number;
  /** The same after it took effect. */
  readonly errorInOkAfter: number;
}

export type StoreFault = keyof StoreFaultRates;

/** A plan of faults; the same seed and the same questions give the same faults. */
export interface StoreFaults {
  /** Whether this fault strikes now. Draws nothing while its rate is 0. */
  strikes(fault: StoreFault): boolean;
  /** Sets some rates from now on. */
  set(rates: Partial<StoreFaultRates>): void;
  /** Everything is well from now on. */
  stop(): void;
}

export function openStoreFaults(random: () => number): StoreFaults {
  let current: Partial<StoreFaultRates> = {};
  return {
    strikes: (fault) => {
      const rate = current[fault] ?? 0;
      return rate > 0 && random() < rate;
    },
    set: (rates) => {
      current = { ...current, ...rates };
    },
    stop: () => {
      current = {};
    },
  };
}
