import { z } from 'zod';
import { isId } from '#kernel/id.ts';

const Id = z.string().refine(isId);
const seconds = z.number().min(0).max(360_000).transform(Math.floor);
/** Milliseconds since 1970 on the clock of a device, whatever it shows. */
const deviceTime = z.number().min(0).max(8_000_000_000_000).transform(Math.floor);

export const LessonPath = z.object({ id: Id });
export const KeepPath = z.object({ id: Id });

/** A height of the recording, or without it the best that a phone needs. */
export const KeepWish = z.object({ height: z.int().min(1).max(10_000).optional() });

/** What keeping a lesson would take. */
export const Offer = z.object({
  endsAt: z.iso.datetime(),
  /** Lowest first; one without height where there is nothing to choose. */
  choices: z.array(z.object({ height: z.int().nullable(), sizeBytes: z.int() })),
});
export type Offer = z.infer<typeof Offer>;

export const KeptFileItem = z.object({
  name: z.string(),
  type: z.string(),
  sizeBytes: z.int(),
  src: z.string().nullable(),
  text: z.string().nullable(),
});

/** A lesson as a browser keeps it. */
export const KeptLesson = z.object({
  id: Id,
  learner: Id,
  lessonId: Id,
  /** Which version of the lesson it is. */
  edition: Id,
  locale: z.enum(['zh', 'en']),
  title: z.string(),
  work: z.string(),
  kind: z.enum(['text', 'audio', 'video']),
  /** What the page shows: safe HTML whose files stand beside it. */
  html: z.string(),
  placeSec: z.int(),
  sizeBytes: z.int(),
  now: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  files: z.array(KeptFileItem),
});
export type KeptLesson = z.infer<typeof KeptLesson>;

/** A stretch that was played without a jump: what of the recording, and when by the device's clock. */
const PlayedSpan = z.object({
  fromSec: seconds,
  toSec: seconds,
  begunAt: deviceTime,
  endedAt: deviceTime,
});
export type PlayedSpan = z.infer<typeof PlayedSpan>;

/** What was learned of a kept lesson, under an id that the device made. */
export const StudyReport = z.object({
  id: Id,
  keepId: Id,
  /** When the learner was at `positionSec`. */
  at: deviceTime,
  positionSec: seconds,
  spans: z.array(PlayedSpan).max(200),
  isDone: z.boolean(),
});
export type StudyReport = z.infer<typeof StudyReport>;

/** What a browser says when it has network: what it keeps, and what was learned of it. */
export const Contact = z.object({
  /** What its clock shows. */
  sentAt: deviceTime,
  kept: z.array(Id).max(1_000),
  reports: z.array(StudyReport).max(100),
});
export type Contact = z.infer<typeof Contact>;

/** What it hears: all reports are in, and of what it keeps only these may stay; `edition` is the version that learners see now. */
export const ContactAnswer = z.object({
  learner: Id,
  now: z.iso.datetime(),
  kept: z.array(z.object({ id: Id, endsAt: z.iso.datetime(), edition: Id })),
});
export type ContactAnswer = z.infer<typeof ContactAnswer>;

/** A lesson that a device of one's own keeps. */
export const KeepItem = z.object({
  id: Id,
  lessonId: Id,
  title: z.string(),
  keptAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
});
export type KeepItem = z.infer<typeof KeepItem>;
