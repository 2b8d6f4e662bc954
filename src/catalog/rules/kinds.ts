// What differs between kinds of works. The studio asks it too, so nothing of the server's is imported.
import type { LessonKind, WorkKind } from '../types.ts';

/** What the items of a kind may be. A text may stand anywhere: it says what cannot be heard or seen. */
const itemsOf: Readonly<Record<WorkKind, readonly LessonKind[]>> = {
  course: ['text', 'video', 'audio', 'pdf', 'epub'],
  series: ['text', 'video', 'audio', 'pdf', 'epub'],
  article: ['text'],
  album: ['audio', 'text'],
  video: ['video', 'text'],
  ebook: ['epub', 'pdf', 'text'],
};

/** What the items of a kind of work may be, what is usual first. */
export function itemKinds(kind: WorkKind): readonly LessonKind[] {
  return itemsOf[kind];
}

/** Whether works of a kind are divided; the items of all others stand in one row. */
export function hasChapters(kind: WorkKind): boolean {
  return kind === 'course' || kind === 'series';
}

/** How many items works of a kind hold at most. */
export function mostItems(kind: WorkKind): number {
  return kind === 'article' ? 1 : Infinity;
}

/** Whether `kind` may hold these items. */
export function holds(kind: WorkKind, items: readonly LessonKind[]): boolean {
  return items.length <= mostItems(kind) && items.every((item) => itemsOf[kind].includes(item));
}

/** Whether a stored file of `assetKind` can be shown by a lesson of `kind`. */
export function fits(kind: LessonKind, assetKind: string | undefined): boolean {
  return kind === 'text' ? assetKind === undefined : kind === assetKind;
}
