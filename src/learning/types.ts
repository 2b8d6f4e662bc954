import type { WorkKind } from '#catalog/types.ts';

/** How far a learner is in one lesson. */
export interface Progress {
  readonly lessonId: string;
  readonly positionSec: number;
  readonly learnedSec: number;
  readonly completedAt: Date | null;
}

/** A course that somebody learns, as their list shows it. */
export interface Enrolled {
  readonly workId: string;
  readonly kind: WorkKind;
  readonly slug: string;
  readonly title: string;
  readonly titleEn: string;
  readonly coverId: string | null;
  readonly lessonCount: number;
  readonly completedCount: number;
  readonly lastLessonId: string | null;
  readonly enrolledAt: Date;
  readonly lastAt: Date;
  /** When the days end for which they have it; null: they have it otherwise. */
  readonly endsAt: Date | null;
}

/** How much of a work was learned by an order: its lessons that are no trials, and those of them that were done. */
export interface Consumed {
  /** The line of the order that gave it. */
  readonly lineId: string;
  readonly workId: string;
  readonly title: string;
  /** What the work costs alone, in minor units. */
  readonly price: number;
  readonly whole: number;
  readonly done: number;
}
