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
}
