/** A learner has done a lesson, for the first time. */
export interface LessonCompleted {
  readonly userId: string;
  readonly workId: string;
  readonly lessonId: string;
  /** When, as ISO 8601. */
  readonly at: string;
}

/** A member began a work that they have no right of their own to; told again until they are counted among its learners. */
export interface WorkBegun {
  readonly userId: string;
  readonly workId: string;
}

/** A learner has done as many lessons of a course as it had, for the first time. */
export interface WorkFinished {
  readonly userId: string;
  readonly workId: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'lesson.completed': LessonCompleted;
    'work.begun': WorkBegun;
    'work.finished': WorkFinished;
  }
}
