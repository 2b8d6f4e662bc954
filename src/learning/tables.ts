// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface EnrolmentTable {
  userId: string;
  workId: string;
  enrolledAt: Date;
  lastAt: Date;
  lastLessonId: string | null;
  completedCount: Generated<number>;
}

export interface ProgressTable {
  userId: string;
  lessonId: string;
  workId: string;
  positionSec: Generated<number>;
  learnedSec: Generated<number>;
  creditSec: Generated<number>;
  completedAt: Date | null;
  updatedAt: Date;
}

export interface StudyDayTable {
  workId: string;
  day: string;
  userId: string;
  learnedSec: Generated<number>;
}

export interface WorkFinishTable {
  workId: string;
  userId: string;
  finishedAt: Date;
}

export interface PlayerSeatTable {
  userId: string;
  playerId: string;
  lessonId: string;
  begunAt: Date;
  seenAt: Date;
  stoppedAt: Date | null;
}

declare module '#platform/db.ts' {
  interface Tables {
    enrolment: EnrolmentTable;
    progress: ProgressTable;
    studyDay: StudyDayTable;
    workFinish: WorkFinishTable;
    playerSeat: PlayerSeatTable;
  }
}
