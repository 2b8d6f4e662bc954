/** So many pages of one size: width and height in points. */
export type PageRun = readonly [width: number, height: number, count: number];

/** A line of a book's contents. */
export interface ContentsLine {
  readonly title: string;
  /** 1 for chapters, 2 for what stands in them, and so on. */
  readonly level: number;
  /** From 1. */
  readonly chapter: number;
  /** The id of a place in the chapter; empty for its beginning. */
  readonly anchor: string;
}

/** A picture of a book: the name of its file, and its size in pixels. */
export interface Picture {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** A picture in its place in a chapter. */
export interface PlacedPicture extends Picture {
  readonly alt: string;
}

/** A chapter of a book, ready to be shown to anybody who may read it. */
export interface Chapter {
  readonly title: string;
  /** Safe HTML; after each part but the last stands a picture. */
  readonly parts: readonly string[];
  readonly pictures: readonly PlacedPicture[];
  /** The words of each block, by its number: what is searched and marked. */
  readonly blocks: readonly string[];
}

/** A book taken apart: an EPUB by its chapters, a PDF by its pages. */
export interface TakenBook {
  readonly title: string;
  readonly contents: readonly ContentsLine[];
  readonly chapters: readonly Chapter[];
  readonly pages: readonly PageRun[] | null;
}

/** What is known of a book without its chapters' text. */
export interface Book {
  readonly assetId: string;
  readonly title: string;
  readonly contents: readonly ContentsLine[];
  readonly chapterCount: number;
  /** The sizes of a PDF's pages, each of which is a chapter of one block; null of an EPUB. */
  readonly pages: readonly PageRun[] | null;
}

/** Where somebody is in a book. */
export interface Place {
  /** From 1. */
  readonly chapter: number;
  /** The block at the top of the page, from 0; of a PDF how many tenths of its page stand above. */
  readonly block: number;
}

/** A passage that a reader marked, with what they noted. */
export interface BookMark {
  readonly id: string;
  readonly chapter: number;
  readonly startBlock: number;
  /** Characters (UTF-16) into the words of the block. */
  readonly startChar: number;
  readonly endBlock: number;
  readonly endChar: number;
  readonly quote: string;
  readonly note: string;
  readonly createdAt: Date;
}

/** A block in which words were found. */
export interface FoundBlock {
  readonly chapter: number;
  readonly block: number;
  readonly title: string;
  readonly text: string;
}
