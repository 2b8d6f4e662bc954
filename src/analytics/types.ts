/** What is counted: business days (Beijing) from `from` to `to`, both included, of one creator or work or of all. */
export interface Span {
  readonly from: string;
  readonly to: string;
  readonly creatorId?: string | undefined;
  readonly workId?: string | undefined;
}

/** Money in minor units. `earned` is what creators keep of the day's sales, after refunds so far. */
export interface Sales {
  readonly orders: number;
  readonly gross: number;
  readonly refunded: number;
  readonly earned: number;
}

/** `learners` counts a person once a day and work; `learnedSec` is how long they learned. */
export interface Learning {
  readonly learners: number;
  readonly learnedSec: number;
  readonly completions: number;
}

export interface SalesDay extends Sales {
  readonly day: string;
}

export interface LearningDay extends Learning {
  readonly day: string;
}

export interface WorkFigures extends Sales, Learning {
  readonly workId: string;
  readonly title: string;
  readonly creatorName: string;
  /** How many may learn it now, and how many did all of it. */
  readonly enrolled: number;
  readonly finished: number;
}

/** The figures of a span. New accounts are told to those who see all. */
export interface Figures extends Sales, Learning {
  readonly joined: number | null;
}
