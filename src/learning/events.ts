/** A learner has done a lesson, for the first time. */
export interface LessonCompleted {
  readonly userId: string;
  readonly workId: string;
  readonly lessonId: string;
  /** When, as ISO 8601. */
  readonly at: string;
}

/** A learner has done as many lessons of a course as it had, for the first time. */
export interface WorkFinished {
  readonly userId: string;
  readonly workId: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'lesson.completed': LessonCompleted;
    'work.finished': WorkFinished;
  }
}
