// Made from tables.sql by `npm run tables`; edit that.
import type { ColumnType, Generated } from 'kysely';

export interface BookTable {
  assetId: string;
  pipeline: number;
  title: string;
  contents: ColumnType<unknown, string, string>;
  chapterCount: number;
  pages: ColumnType<unknown, string, string> | null;
  madeAt: Date;
}

export interface BookChapterTable {
  assetId: string;
  position: number;
  title: string;
  parts: string[];
  pictures: ColumnType<unknown, string, string>;
  blocks: string[];
}

export interface ReadingPlaceTable {
  userId: string;
  assetId: string;
  chapter: number;
  block: number;
  movedAt: Date;
}

export interface BookMarkTable {
  id: string;
  userId: string;
  assetId: string;
  chapter: number;
  startBlock: number;
  startChar: number;
  endBlock: number;
  endChar: number;
  quote: string;
  note: Generated<string>;
  createdAt: Date;
}

declare module '#platform/db.ts' {
  interface Tables {
    book: BookTable;
    bookChapter: BookChapterTable;
    readingPlace: ReadingPlaceTable;
    bookMark: BookMarkTable;
  }
}
