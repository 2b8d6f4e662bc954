import type { Gates, LiveEdition, OutlineLesson, Schedule, WorkKind } from '#catalog/types.ts';
import { after, day, startOfBusinessDay } from '#kernel/time.ts';

/** People listen at twice the speed; nobody learns faster than that. */
export const fastest = 2;

/** What the first report of a lesson may claim: no time is known to have passed before it. */
export const firstCreditSec = 30;

/** A player reports every 15 seconds; one that was not heard of for so long plays no more. */
export const seatFreshSec = 45;

/** Of a recording this much must have been played to have it done: credits and farewells may be left out. */
export const completeBps = 9_000;

/** The seconds that a report of `playedSec` counts for, `elapsedSec` after the last one; undefined: there was none. */
export function creditOf(playedSec: number, elapsedSec: number | undefined): number {
  const most =
    elapsedSec === undefined ? firstCreditSec : Math.floor(Math.max(0, elapsedSec) * fastest);
  return Math.max(0, Math.min(Math.floor(playedSec), most));
}

const alone: ReadonlySet<WorkKind> = new Set(['article', 'video', 'ebook']);

/** The one piece of a work that is no more than it: an article, a book, a film; it needs no list around it. */
export function onlyPiece({ work, outline }: LiveEdition): OutlineLesson | undefined {
  if (!alone.has(work.kind)) return undefined;
  const pieces = outline.flatMap(({ lessons }) => lessons);
  return pieces.length === 1 ? pieces[0] : undefined;
}

/** Whether a recording of `durationSec` counts as learned. Without a length nothing can be said. */
export function isLearned(learnedSec: number, durationSec: number): boolean {
  return durationSec > 0 && learnedSec * 10_000 >= durationSec * completeBps;
}

/** Where to begin again: not within the last seconds, where one would only see the end. */
export function resumeAt(positionSec: number, durationSec: number): number {
  return durationSec > 0 && positionSec >= durationSec - 10 ? 0 : positionSec;
}

/** How a lesson stands for somebody at a time: open, not yet, not before others, or not any more. */
export type Standing =
  | { readonly is: 'open'; readonly closesAt: Date | undefined }
  | { readonly is: 'waiting'; readonly opensAt: Date }
  /** These come first. */
  | { readonly is: 'needs'; readonly lessons: readonly OutlineLesson[] }
  | { readonly is: 'closed'; readonly closedAt: Date };

/**
 * How a lesson stands for somebody whose rights began at `rights`, one at least: open as soon and as long as any of them opens
 * it. Where none does, what comes next counts: the first opening, else the last closing.
 */
export function standingOf(schedule: Schedule, rights: readonly Date[], now: Date): Standing {
  const stays = rights.map((since) => stayOf(schedule, since));
  const open = stays.filter(
    ({ opensAt, closesAt }) => opensAt <= now && (!closesAt || closesAt > now),
  );
  if (open.length > 0)
    return { is: 'open', closesAt: latest(open.map(({ closesAt }) => closesAt)) };
  const coming = stays.map(({ opensAt }) => opensAt).filter((at) => at > now);
  if (coming.length > 0) return { is: 'waiting', opensAt: least(coming) };
  return { is: 'closed', closedAt: latest(stays.map(({ closesAt }) => closesAt)) ?? now };
}

/** What somebody who learns has, and has done. */
export interface Learner {
  /** Since when each of their rights holds. */
  readonly rights: readonly Date[];
  readonly outline: LiveEdition['outline'];
  readonly isDone: (lessonId: string) => boolean;
}

/**
 * How a lesson of an outline stands for a learner: by its schedule, then by what comes first. Nothing waits for ever: a lesson that
 * closed before they did it holds up no other, and what they have done stays open.
 */
export function standingAmong(
  lesson: Gates & { readonly id: string },
  { rights, outline, isDone }: Learner,
  now: Date,
): Standing {
  const standing = standingOf(lesson, rights, now);
  if (standing.is !== 'open' || lesson.needs.length === 0 || isDone(lesson.id)) return standing;
  const lessons = outline
    .flatMap((chapter) => chapter.lessons)
    .filter(({ id }) => lesson.needs.includes(id) && !isDone(id))
    .filter((first) => first.isTrial || standingOf(first, rights, now).is !== 'closed');
  return lessons.length > 0 ? { is: 'needs', lessons } : standing;
}

function stayOf(schedule: Schedule, since: Date): { opensAt: Date; closesAt: Date | undefined } {
  const { opensOn, opensAfterDays, closesAfterDays } = schedule;
  const starts = [since, after(since, (opensAfterDays ?? 0) * day)];
  if (opensOn !== null) starts.push(startOfBusinessDay(opensOn));
  const opensAt = latest(starts) ?? since;
  const closesAt = closesAfterDays === null ? undefined : after(opensAt, closesAfterDays * day);
  return { opensAt, closesAt };
}

function least(instants: readonly Date[]): Date {
  return new Date(Math.min(...instants.map(Number)));
}

/** The latest of `instants`; undefined, which is never, is later than all. */
function latest(instants: readonly (Date | undefined)[]): Date | undefined {
  if (instants.includes(undefined)) return undefined;
  return new Date(Math.max(...instants.map(Number)));
}
