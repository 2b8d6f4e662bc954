/** A heading of a rendered text, for its table of contents. */
export interface Heading {
  readonly id: string;
  readonly text: string;
  readonly level: 2 | 3;
}

/** A picture, recording or other file that a text shows: named by a path inside its course. */
export interface NamedFile {
  readonly path: string;
  readonly alt: string;
  readonly title: string;
  /** Whether it is a paragraph of its own. */
  readonly isAlone: boolean;
}

/** A text rendered for nobody in particular: HTML in parts, and the file that stands after each but the last. */
export interface Cast {
  readonly parts: readonly string[];
  readonly headings: readonly Heading[];
  readonly files: readonly NamedFile[];
}

/** What a Markdown text says. */
export interface Reading {
  /** The words without the signs, a line for each block. */
  readonly text: string;
  /** Where its links and pictures lead, each once, as they were typed. */
  readonly links: readonly string[];
}

/** Where in a Markdown text the destination of a picture stands, and what it says. */
export interface PicturePlace {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Markdown as a page shows it. */
export interface Rendered {
  /** Safe to stand in a page as it is. */
  readonly html: string;
  readonly headings: readonly Heading[];
  /** Whether the page needs the island that plays. */
  readonly hasPlayer: boolean;
  /** The pictures that it shows, each once. */
  readonly pictureIds: readonly string[];
}

/**
 * Whom a text is shown to. `public`: everybody, on pages that are kept for everybody, where files have no addresses but
 * pictures have stable ones; `trial`: everybody; `entitled`: those who may, with all addresses signed for the one who asks.
 */
export type Audience = 'public' | 'trial' | 'entitled';

/** A file of an import that was left out or could not be used, and why. */
export interface Unreadable {
  readonly path: string;
  readonly why: string;
}

/** What an import did. */
export interface ImportReport {
  readonly workId: string;
  readonly slug: string;
  readonly title: string;
  readonly isNewWork: boolean;
  readonly created: number;
  readonly updated: number;
  readonly removed: number;
  readonly unchanged: number;
  readonly lessons: number;
  readonly assets: number;
  /** Assets of films and sound, of which something may still be being made. */
  readonly recordings: readonly string[];
  readonly unreadable: readonly Unreadable[];
}

/** Where an import is. */
export const importSteps = [
  'waiting',
  'unpacking',
  'fetching',
  'reading',
  'storing',
  'writing',
  'done',
] as const;
export type ImportStep = (typeof importSteps)[number];

export interface ImportProgress {
  readonly step: ImportStep;
  readonly done: number;
  readonly total: number;
}
