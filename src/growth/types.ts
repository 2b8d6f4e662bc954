/** How a level follows from growth: the threshold that is reached; the same by growth of one year alone; so many levels up as growth × factor. */
export const formulas = ['reached', 'yearly', 'stepped'] as const;
export type Formula = (typeof formulas)[number];

/** What growth comes from, and what takes it back. */
export const entryKinds = ['purchase', 'refund', 'lesson', 'work', 'staff'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** A level that people grow to. */
export interface Level {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Growth from which on one stands there; not asked by the formula `stepped`. */
  readonly threshold: number;
  /** The tier that who stands there is a member of; null: that of the level below, if any. */
  readonly tierId: string | null;
  readonly tierZh: string | null;
  readonly tierEn: string | null;
}

/** How growth is earned, and what levels there are, the lowest first. */
export interface Terms {
  readonly isOn: boolean;
  readonly formula: Formula;
  /** Levels for each 10,000 of growth, by the formula `stepped`. */
  readonly factorBps: number;
  readonly perYuan: number;
  readonly perLesson: number;
  /** Lessons that earn in a day (in Beijing). */
  readonly dailyLessons: number;
  readonly perWork: number;
  /** Moves with every change, so that it is known who stands by older ones. */
  readonly version: number;
  readonly levels: readonly Level[];
}

/** Somebody's growth and where it has brought them. */
export interface Account {
  readonly userId: string;
  /** All that was earned less all that was taken back. */
  readonly value: number;
  readonly levelId: string | null;
  /** The tier that the level gives them, by the membership whose source is `givingId`. */
  readonly tierId: string | null;
  readonly givingId: string | null;
}

/** One change of somebody's growth. */
export interface Entry {
  readonly id: string;
  readonly userId: string;
  readonly kind: EntryKind;
  /** The order, refund, lesson or work; for staff the entry itself. */
  readonly sourceId: string;
  /** Of a purchase or refund. */
  readonly orderId: string | null;
  readonly amount: number;
  readonly reason: string;
  readonly grantedBy: string | null;
  /** From when it counts a year: a refund counts as long as what it takes back. */
  readonly countsFrom: Date;
}
