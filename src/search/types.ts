import type { Locale } from '#kernel/locale.ts';

/** Cuts a text of one script run into the words under which it is indexed and searched. */
export interface Cutter {
  /** All words for search: long words and the short ones inside them, in order. */
  words(text: string): string[];
  /** The whole text in words and what stands between them. */
  parts(text: string): string[];
  /** Whether the dictionary knows `text` as one word. */
  isWord(text: string): boolean;
}

/** A search as typed, made ready for PostgreSQL. `text` is empty when there is nothing to search for. */
export interface Query {
  readonly text: string;
  /** tsquery: every word, or the characters in a row. */
  readonly all: string;
  /** tsquery: the same, without the words that others of it bring with them: what the index is asked. */
  readonly wanted: string;
  /** tsquery: every word in a title, likewise. */
  readonly inTitle: string;
  /** tsquery: any of the words, for when not all are anywhere. */
  readonly any: string;
  /** What is marked in what is shown, longest first; lower case. */
  readonly terms: readonly string[];
}

/** A stretch of text; `isHit` ones are what was searched for. */
export interface Mark {
  readonly text: string;
  readonly isHit: boolean;
}

/** A place in a work where something was found. */
export interface Hit {
  /** Null for the work's own words. */
  readonly lessonId: string | null;
  /** The language that it was found in, where the lesson is there in two. */
  readonly language: Locale | null;
  /** Anybody may read it. */
  readonly isOpen: boolean;
  readonly title: readonly Mark[];
  /** From what anybody may read. */
  readonly excerpt: readonly Mark[];
  /** What a lesson that must be bought says somewhere: only the words that were searched for. */
  readonly mentions: readonly string[];
}

/** What indexing needs to know of one document. */
export interface Source {
  readonly lessonId: string | null;
  readonly title: string;
  /** Title, subtitle: weight A; body: B; titles of a work's lessons: C. */
  readonly strong: string;
  readonly body: string;
  readonly weak: string;
  readonly openText: string;
}

export interface SearchDocument {
  readonly lessonId: string | null;
  readonly part: number;
  readonly title: string;
  readonly openText: string;
  /** tsvector in text form. */
  readonly words: string;
}

export interface Suggestion {
  readonly key: string;
  readonly label: string;
  readonly weight: number;
}
