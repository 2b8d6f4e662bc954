// What differs between kinds of works. The studio asks it too, so nothing of the server's is imported.
import { lessonKinds, type LessonKind, type WorkKind } from '../types.ts';

/** What the items of a kind may be. A text may stand anywhere: it says what cannot be heard or seen. */
const itemsOf: Readonly<Record<WorkKind, readonly LessonKind[]>> = {
  course: lessonKinds,
  series: lessonKinds,
  article: ['text'],
  album: ['audio', 'text'],
  video: ['video', 'text'],
  ebook: ['epub', 'pdf', 'text'],
  download: ['file', 'text'],
  bundle: [],
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

/** Whether the items of a kind are learned one after the other: several of them, that are not only handed over. */
export function isLearnedInRow(kind: WorkKind): boolean {
  return mostItems(kind) > 1 && kind !== 'bundle' && kind !== 'download';
}

/** Whether an item of a kind has a beginning that can be tried: sound and documents are delivered as one file. */
export function hasBeginning(kind: LessonKind): boolean {
  return kind === 'text' || kind === 'video';
}

/** How much of a lesson those may try who do not have it, where that is its beginning only: undefined for all others. */
export function beginningOf({
  kind,
  isTrial,
  trialFirst,
}: {
  readonly kind: LessonKind;
  readonly isTrial: boolean;
  readonly trialFirst: number | null;
}): number | undefined {
  return isTrial || !hasBeginning(kind) ? undefined : (trialFirst ?? undefined);
}

/** Whether `kind` may hold these items. */
export function holds(kind: WorkKind, items: readonly LessonKind[]): boolean {
  return items.length <= mostItems(kind) && items.every((item) => itemsOf[kind].includes(item));
}

// Pictures and films leave the house only as what was made of them; to hand them over they are stored as files.
const handedOver = ['file', 'pdf', 'epub', 'audio', 'subtitle'] as const;

/** What stored files an item of `kind` may be made of. */
export function mediaOf<K extends LessonKind>(kind: K) {
  if (kind === 'text') return [];
  return kind === 'file' ? handedOver : [kind as Exclude<K, 'text' | 'file'>];
}

/** How an item is drawn in an outline: all documents alike. */
export function lookOf(kind: LessonKind): 'text' | 'video' | 'audio' | 'file' {
  return kind === 'pdf' || kind === 'epub' ? 'file' : kind;
}

/** Whether a stored file of `assetKind` can be shown by a lesson of `kind`. */
export function fits(kind: LessonKind, assetKind: string | undefined): boolean {
  if (kind === 'text') return assetKind === undefined;
  return mediaOf(kind).some((known) => known === assetKind);
}
