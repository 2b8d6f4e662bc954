import type { Locale } from '#kernel/locale.ts';
import type { Money } from '#kernel/money.ts';
import type { RefundWindow } from '#settings/schema.ts';

/** What the public sees of a work: nothing yet, everything, or only what learners already own. */
export type WorkState = 'draft' | 'published' | 'withdrawn' | 'taken_down' | 'deleted';

/** What a work is: which words it is spoken of in, and what its items may be. */
export const workKinds = [
  'course',
  'series',
  'article',
  'album',
  'video',
  'ebook',
  'download',
  'bundle',
] as const;
export type WorkKind = (typeof workKinds)[number];

/** What an item is; a `file` is only handed over, whatever it is. */
export const lessonKinds = ['text', 'video', 'audio', 'pdf', 'epub', 'file'] as const;
export type LessonKind = (typeof lessonKinds)[number];

export const levels = ['any', 'beginner', 'intermediate', 'advanced'] as const;
export type Level = (typeof levels)[number];

/** `live` is what everybody sees, `draft` what the creator edits. */
export type Edition = 'live' | 'draft';

/** What a work says in one of its versions. */
export interface WorkFace {
  readonly title: string;
  readonly subtitle: string;
  readonly summary: string;
  /** Markdown. */
  readonly description: string;
  /** The same for English readers; empty where there is none. */
  readonly titleEn: string;
  readonly subtitleEn: string;
  readonly summaryEn: string;
  readonly descriptionEn: string;
  readonly coverId: string | null;
  readonly categoryId: string | null;
  readonly tags: readonly string[];
  readonly level: Level;
  readonly language: string;
  /** How many pieces a series means to have; null where it does not say. */
  readonly plannedCount: number | null;
  /** The works that a bundle is made of, in order. */
  readonly partIds: readonly string[];
  /** Whether each lesson is open only to who has done the one before. */
  readonly isInOrder: boolean;
}

/** A work without what it says, except its title. */
export interface WorkCore {
  readonly id: string;
  readonly kind: WorkKind;
  readonly slug: string;
  readonly creatorId: string;
  readonly creatorName: string;
  readonly creatorNameEn: string;
  readonly creatorSlug: string;
  readonly state: WorkState;
  readonly revision: number;
  readonly faceRevision: number;
  readonly submittedAt: Date | null;
  readonly publishedAt: Date | null;
  readonly lessonCount: number;
  readonly durationSec: number;
  readonly learnerCount: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The current offer; null while no price is set. */
  readonly offerId: string | null;
  readonly price: Money | null;
  /** How many days its buyers have to ask for the money back, as its creator chose; null: as the site says. */
  readonly refundDays: RefundWindow | null;
  /** For how many days its buyers have it; null: for ever. */
  readonly accessDays: number | null;
  /** The live title, or the draft's before the first publication. */
  readonly title: string;
}

/** A work with what everybody sees of it; `live` is null before the first publication. */
export interface Work extends WorkCore {
  readonly live: WorkFace | null;
}

/** What everybody sees of a work: its face, and its lessons without their texts. */
export interface LiveEdition {
  readonly work: Work & { readonly live: WorkFace };
  readonly outline: readonly OutlineChapter[];
}

/** A work with its draft: for its creator and for reviewers only. */
export interface WorkDraft extends WorkCore {
  readonly draft: WorkFace;
}

/** When learners may open a lesson; a trial lesson is open to everybody whatever it says. */
export interface Schedule {
  /** The first day, `YYYY-MM-DD` in Beijing. */
  readonly opensOn: string | null;
  /** Days that a learner's right must have lasted. */
  readonly opensAfterDays: number | null;
  /** Days after which it closes for a learner, from when it opened for them. */
  readonly closesAfterDays: number | null;
}

/** What keeps a lesson from those who have the work: days, and other lessons of the work. */
export interface Gates extends Schedule {
  /** The lessons that come first: in a draft as it says, in what is live as the publication settled it. */
  readonly needs: readonly string[];
}

/** What an item says in a second language; its id is what that is written under. */
export interface Tongue {
  readonly id: string;
  readonly language: Locale;
  readonly title: string;
}

export interface OutlineLesson extends Gates {
  readonly id: string;
  /** Whose words these are: the item's own id, or its tongue's where its reader has that language. */
  readonly saidBy: string;
  readonly tongue: Tongue | null;
  readonly title: string;
  readonly kind: LessonKind;
  readonly isTrial: boolean;
  /** How much of it everybody may try: characters of a text, seconds of a video. */
  readonly trialFirst: number | null;
  readonly durationSec: number;
  readonly assetId: string | null;
}

export interface OutlineChapter {
  readonly id: string;
  readonly title: string;
  readonly lessons: readonly OutlineLesson[];
}

/** A lesson beside another. */
export type Neighbour = Gates &
  Pick<OutlineLesson, 'id' | 'saidBy' | 'tongue' | 'title' | 'isTrial'>;

/** A lesson at its place, with the way back and on. */
export interface LessonStep extends OutlineLesson {
  readonly chapterId: string;
  readonly chapterTitle: string;
  readonly previous: Neighbour | null;
  readonly next: Neighbour | null;
}

/** What a lesson says. */
export interface Lesson extends LessonStep {
  readonly workId: string;
  /** Markdown. */
  readonly body: string;
}

/** What a lesson's draft says, and which save that was. */
export interface DraftLesson extends Lesson {
  /** The item that this says again in a second language; null for an item itself. */
  readonly originalId: string | null;
  /** The item of another work whose text and file this shares; null: they are its own. */
  readonly sharesId: string | null;
  readonly versionId: string;
  readonly revision: number;
  readonly authorName: string | null;
  readonly savedAt: Date;
}

/** An item of a work, by name. */
export interface SharedPlace {
  readonly lessonId: string;
  readonly workId: string;
  readonly workTitle: string;
  readonly title: string;
}

/** Where the text and file of an item come from, and in which other works they stand. */
export interface LessonShare {
  /** The item whose text this is; `isBehind` while what is live there is not yet said here. Null: it is this item's own. */
  readonly from: (SharedPlace & { readonly isBehind: boolean }) | null;
  readonly places: readonly SharedPlace[];
}

/** A work as a part of a bundle; `price` is what it costs alone, null while no price is set. */
export interface BundlePart {
  readonly id: string;
  readonly kind: WorkKind;
  readonly slug: string;
  readonly title: string;
  readonly titleEn: string;
  readonly state: WorkState;
  readonly lessonCount: number;
  readonly price: Money | null;
}

/** The public face of somebody who publishes. */
export interface Creator {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly headline: string;
  /** Markdown. */
  readonly bio: string;
  /** The same for English readers; empty where there is none. */
  readonly nameEn: string;
  readonly headlineEn: string;
  readonly bioEn: string;
  readonly avatarId: string | null;
  readonly workCount: number;
}

export interface Category {
  readonly id: string;
  readonly parentId: string | null;
  readonly slug: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly position: number;
}

/** A published work as it stands in a list. */
export interface WorkCard {
  readonly id: string;
  readonly kind: WorkKind;
  readonly slug: string;
  readonly title: string;
  readonly titleEn: string;
  readonly summary: string;
  readonly summaryEn: string;
  readonly coverId: string | null;
  readonly creatorId: string;
  readonly creatorName: string;
  readonly creatorNameEn: string;
  readonly creatorSlug: string;
  readonly level: Level;
  readonly lessonCount: number;
  readonly durationSec: number;
  readonly learnerCount: number;
  readonly price: Money;
  readonly publishedAt: Date;
}

export const sorts = ['newest', 'popular', 'price'] as const;
export type Sort = (typeof sorts)[number];

/** A lesson as the importer or the studio hands it over. */
export interface LessonDraft extends Gates {
  readonly title: string;
  readonly kind: LessonKind;
  /** Markdown. */
  readonly body: string;
  readonly assetId: string | null;
  readonly isTrial: boolean;
  readonly trialFirst: number | null;
  readonly durationSec: number;
}

/** How a version came about. `aside`: it lost a conflict and was never the draft. */
export const origins = [
  'autosaved',
  'saved',
  'imported',
  'restored',
  'aside',
  'copied',
  'shared',
] as const;
export type Origin = (typeof origins)[number];

/** A version as a save point: whose it is, and whether anybody besides its author has seen it. */
export interface SavePoint {
  readonly id: string;
  readonly authorId: string | null;
  readonly origin: Origin;
  readonly createdAt: Date;
  readonly submittedAt: Date | null;
  readonly publishedAt: Date | null;
  /** The Markdown that it holds. */
  readonly body: string;
}

/** How a draft is saved: by whom and when, by itself or on purpose, from what was read. */
export interface Saving {
  readonly origin: Origin;
  /** The revision that was read; without it the last writer wins. */
  readonly revision?: number | undefined;
}

/** What a save of a lesson left behind. */
export interface LessonSaved {
  readonly revision: number;
  readonly versionId: string;
  readonly savedAt: Date;
}

/** What a lesson's draft says now, and who said it: what an editor needs who was not the first. */
export interface Standing extends LessonDraft {
  readonly revision: number;
  readonly versionId: string;
  readonly authorName: string | null;
  readonly savedAt: Date;
}

/** What a draft says of a lesson in a second language. */
export interface TongueDraft extends LessonDraft {
  readonly id: string;
  readonly originalId: string;
  readonly language: Locale;
}

/** What a lesson says in a second language, as an import brings it. */
export interface SourcedTongue extends Omit<LessonDraft, keyof Gates | 'trialFirst' | 'isTrial'> {
  readonly language: Locale;
  readonly trialFirst?: number | null | undefined;
}

/** A lesson that knows where it came from; what it does not say of its gates stays as it was made in the studio. */
export interface SourcedLesson extends Omit<LessonDraft, keyof Gates | 'trialFirst'> {
  readonly source: string;
  readonly trialFirst?: number | null | undefined;
  readonly schedule?: Schedule | undefined;
  /** The sources of the lessons that come first. */
  readonly needs?: readonly string[] | undefined;
  readonly tongue?: SourcedTongue | undefined;
}

/** A chapter that knows where it came from, with its lessons in order. */
export interface SourcedChapter {
  readonly source: string;
  readonly title: string;
  readonly lessons: readonly SourcedLesson[];
}

/** The text of a lesson in one edition, or what it says in a second language. */
export interface LessonText {
  readonly id: string;
  /** The item whose text it is. */
  readonly itemId: string;
  /** Null: the language of its work. */
  readonly language: Locale | null;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  readonly isTrial: boolean;
  readonly kind: LessonKind;
  readonly trialFirst: number | null;
}

/** How an asset is used: by a lesson, as a cover, in texts, as a portrait, as subtitles, or by earlier versions only. */
export const assetUses = ['lesson', 'cover', 'text', 'portrait', 'subtitle', 'version'] as const;

/** A place where an asset stands. */
export interface AssetUse {
  readonly kind: (typeof assetUses)[number];
  readonly workId: string | null;
  readonly workTitle: string | null;
  readonly lessonId: string | null;
  /** A lesson's title, the path that texts say, a name; empty where the work says enough. */
  readonly place: string;
  /** Whether everybody sees it there, and not only the draft's creator. */
  readonly isLive: boolean;
}
