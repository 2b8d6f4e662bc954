import type { LessonDraft, Origin, WorkFace } from '#catalog/types.ts';

/** A stretch of a comparison: in both texts (`=`), only in the one before (`-`), only in the one after (`+`). */
export type Piece = readonly [op: '=' | '-' | '+', text: string];

/** Cuts a text into words and what stands between them; joined they are the text again. */
export type Cut = (text: string) => readonly string[];

/** A version as its history lists it. */
export interface VersionRow {
  readonly id: string;
  readonly title: string;
  readonly authorName: string | null;
  readonly origin: Origin;
  readonly createdAt: Date;
  readonly savedAt: Date;
  /** Characters of Markdown. */
  readonly length: number;
  readonly submittedAt: Date | null;
  readonly publishedAt: Date | null;
  readonly isDraft: boolean;
  readonly isLive: boolean;
}

/** A lesson's version with all that it says. */
export interface LessonVersion extends VersionRow, LessonDraft {}

/** A work's version with all that it says. */
export interface WorkVersion extends VersionRow, WorkFace {}

/** A preview link as its maker lists it. */
export interface PreviewLink {
  readonly id: string;
  readonly workId: string;
  readonly creatorId: string;
  readonly lessonId: string | null;
  readonly lessonTitle: string | null;
  readonly label: string;
  readonly madeAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  readonly seenAt: Date | null;
}

/** What a preview link opens. */
export interface SharedDraft {
  readonly workId: string;
  /** The one lesson that it shows; null: the whole draft. */
  readonly lessonId: string | null;
  readonly expiresAt: Date;
}

/** A piece of text that somebody writes often. */
export interface Snippet {
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  readonly updatedAt: Date;
}

/** Patterns of the house that a work can be begun from. */
export const patternNames = ['course', 'series', 'guide'] as const;
export type PatternName = (typeof patternNames)[number];

/** The outline that a pattern lays out. */
export interface Pattern {
  readonly summary: string;
  readonly chapters: readonly {
    readonly title: string;
    readonly lessons: readonly { readonly title: string; readonly body: string }[];
  }[];
}
