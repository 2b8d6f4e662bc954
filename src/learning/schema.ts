import { z } from 'zod';
import { isId } from '#kernel/id.ts';

const Id = z.string().refine(isId);

export const LessonPath = z.object({ lessonId: Id });
export const LearnPath = z.object({ slug: z.string().min(1).max(100) });
export const LearnLessonPath = LearnPath.extend({ lessonId: Id });
export const WorkPath = z.object({ id: Id });
/** A document of a lesson: its own, or one that its text shows. */
export const LessonFilePath = z.object({ id: Id, asset: Id });
export const LessonIdPath = z.object({ id: Id });

/** The token of a preview link. */
export const SharedPath = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
export const SharedLessonPath = SharedPath.extend({ lessonId: Id });

/** Which recording is meant: one that the lesson's text shows, or without it the lesson's own. */
export const PlaybackQuery = z.object({ asset: Id.optional() });

const seconds = z.number().min(0).max(360_000).transform(Math.floor);

/** Which player of a person reports, and whether it plays. */
const PlayerReport = z.object({
  id: z.string().regex(/^[0-9a-f]{16,64}$/),
  isPlaying: z.boolean(),
});

/** What a player reports: where it is, and how many seconds of the recording it has played since the last report. */
export const ProgressReport = z.object({
  positionSec: seconds,
  playedSec: seconds,
  player: PlayerReport.optional(),
});
export type ProgressReport = z.infer<typeof ProgressReport>;

export const ProgressItem = z.object({
  lessonId: Id,
  positionSec: z.int(),
  learnedSec: z.int(),
  isCompleted: z.boolean(),
  /** So many players may play at once, and this one began too long ago: it has to stop. Null while it may go on. */
  stoppedAbove: z.int().nullable(),
});
export type ProgressItem = z.infer<typeof ProgressItem>;

/** Fresh addresses for a player whose old ones have expired. */
export const PlaybackItem = z.object({ src: z.string(), type: z.string() });

/** A course that one learns. */
export const EnrolledItem = z.object({
  workId: Id,
  slug: z.string(),
  title: z.string(),
  lessonCount: z.int(),
  completedCount: z.int(),
  lastLessonId: Id.nullable(),
  lastAt: z.iso.datetime(),
});
export type EnrolledItem = z.infer<typeof EnrolledItem>;

export const CursorQuery = z.object({ cursor: z.string().max(500).optional() });
