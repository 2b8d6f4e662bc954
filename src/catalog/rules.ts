import { isId } from '#kernel/id.ts';
import { minute } from '#kernel/time.ts';
import type { Locale } from '#kernel/locale.ts';
import { workKinds } from './types.ts';
import type {
  Creator,
  LessonDraft,
  LessonStep,
  Origin,
  OutlineChapter,
  SavePoint,
  Schedule,
  SourcedChapter,
  Sort,
  WorkFace,
  WorkKind,
} from './types.ts';

/** The shelf that holds all works. */
export const wholeCatalogue = 'all';

export function categoryShelf(id: string): string {
  return `category:${id}`;
}

export function tagShelf(tag: string): string {
  return `tag:${tag}`;
}

export function creatorShelf(id: string): string {
  return `creator:${id}`;
}

/** The shelf of all works of a kind. */
export function kindShelf(kind: WorkKind): string {
  return `kind:${kind}`;
}

/** The part of a shelf that is free or paid. */
export function pricedShelf(shelf: string, price: 'free' | 'paid' | undefined): string {
  return price ? `${shelf}/${price}` : shelf;
}

/** A shelf without its part. */
function plainShelf(shelf: string): string {
  return shelf.replace(/\/(?:free|paid)$/, '');
}

/** The name of the cached pages that show a shelf: `catalogue` for the whole, else the shelf's own. */
export function pageTagOf(shelf: string): string {
  const plain = plainShelf(shelf);
  return plain === wholeCatalogue ? 'catalogue' : plain;
}

/** Whether there are few shelves like this: the whole catalogue, the kinds and the categories, in all their parts. */
export function isOneOfFew(shelf: string): boolean {
  const plain = plainShelf(shelf);
  const id = plain.slice(categoryShelf('').length);
  const isOfKind = workKinds.some((kind) => plain === kindShelf(kind));
  return plain === wholeCatalogue || isOfKind || (plain === categoryShelf(id) && isId(id));
}

const fields = [
  'title',
  'kind',
  'body',
  'assetId',
  'isTrial',
  'trialFirst',
  'durationSec',
  'opensOn',
  'opensAfterDays',
  'closesAfterDays',
] as const;

/** Whether two drafts of a lesson say the same. */
export function saysTheSame(a: LessonDraft, b: LessonDraft): boolean {
  const isSame = fields.every((field) => a[field] === b[field]);
  return isSame && a.needs.join() === b.needs.join();
}

/** Whether the text and the file of two drafts are the same: what works share of an item. */
export function sharesTheSame(a: LessonDraft, b: LessonDraft): boolean {
  return (['kind', 'body', 'assetId'] as const).every((field) => a[field] === b[field]);
}

/** Whether a face already says all that `patch` says. */
export function saysTheSameFace(face: WorkFace, patch: Partial<WorkFace>): boolean {
  return Object.entries(patch).every(
    ([field, value]) => JSON.stringify(face[field as keyof WorkFace]) === JSON.stringify(value),
  );
}

/** Whether a lesson that came from elsewhere is its creator's by now: they wrote on it, or took it out. */
export function isTheirs(lesson: { readonly draftId: string | null; readonly origin: Origin }) {
  return lesson.draftId === null || lesson.origin !== 'imported';
}

/** What a lesson says, without anything that may ride along. */
export function draftOf(lesson: LessonDraft): LessonDraft {
  const { title, kind, body, assetId, isTrial, trialFirst, durationSec, needs } = lesson;
  const says = { title, kind, body, assetId, isTrial, trialFirst, durationSec };
  return { ...says, needs, ...scheduleOf(lesson) };
}

/** When a lesson opens and closes, without what else it says. */
export function scheduleOf({ opensOn, opensAfterDays, closesAfterDays }: Schedule): Schedule {
  return { opensOn, opensAfterDays, closesAfterDays };
}

/** Open to whoever has the work, from first to last. */
export const unscheduled: Schedule = { opensOn: null, opensAfterDays: null, closesAfterDays: null };

/** A lesson at its place in an outline, with its neighbours across chapters; undefined when it does not stand there. */
export function stepIn(outline: readonly OutlineChapter[], id: string): LessonStep | undefined {
  const steps = outline.flatMap((chapter) =>
    chapter.lessons.map((lesson) => ({
      ...lesson,
      chapterId: chapter.id,
      chapterTitle: chapter.title,
    })),
  );
  const place = steps.findIndex((step) => step.id === id);
  const step = steps[place];
  return step && { ...step, previous: steps[place - 1] ?? null, next: steps[place + 1] ?? null };
}

/** All sources of lessons in an outline. */
export function lessonSources(chapters: readonly SourcedChapter[]): Set<string> {
  return new Set(chapters.flatMap(({ lessons }) => lessons.map(({ source }) => source)));
}

/** A category with all that stand above it, from the root down. */
export function pathTo<C extends { readonly id: string; readonly parentId: string | null }>(
  categories: readonly C[],
  id: string | null,
): C[] {
  const byId = new Map(categories.map((category) => [category.id, category]));
  const path: C[] = [];
  for (
    let at = id ? byId.get(id) : undefined;
    at && !path.includes(at);
    at = at.parentId ? byId.get(at.parentId) : undefined
  ) {
    path.unshift(at);
  }
  return path;
}

/** What a card is sorted by. */
export function sortValue(
  card: { publishedAt: Date; learnerCount: number; price: number },
  sort: Sort,
): Date | number {
  if (sort === 'newest') return card.publishedAt;
  return sort === 'popular' ? card.learnerCount : card.price;
}

/** A creator as a reader of `locale` meets them. */
export function creatorIn(creator: Creator, locale: Locale): Creator {
  if (locale === 'zh') return creator;
  const { name, headline, bio, nameEn, headlineEn, bioEn } = creator;
  const says = { name: nameEn || name, headline: headlineEn || headline, bio: bioEn || bio };
  return { ...creator, ...says };
}

/** A patch without the fields that were left out. */
export function defined<T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(patch).filter(([, value]) => value !== undefined),
  ) as never;
}

const foldMs = 10 * minute;
const shortText = 200;

/** A save that comes after a save point. */
export interface NextSave {
  readonly authorId: string | null;
  readonly origin: Origin;
  readonly at: Date;
  readonly body: string;
}

/**
 * Whether a save goes into the save point before it: both by themselves, of one author, within ten minutes of the
 * point's beginning. Never into what was handed in or published, and never when more than half of a text goes away.
 */
export function folds(point: SavePoint, next: NextSave): boolean {
  const isSealed = point.submittedAt !== null || point.publishedAt !== null;
  const isByItself = point.origin === 'autosaved' && next.origin === 'autosaved';
  if (isSealed || !isByItself || next.authorId === null) return false;
  const isSoon = next.at.getTime() - point.createdAt.getTime() < foldMs;
  return point.authorId === next.authorId && isSoon && !losesMuch(point.body, next.body);
}

/** Whether more than half of a text that is worth keeping is not at the beginning or the end of `after`. */
function losesMuch(before: string, after: string): boolean {
  if (before.length < shortText) return false;
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return head + tail < before.length / 2;
}
