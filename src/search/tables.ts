// Made from tables.sql by `npm run tables`; edit that.
import type { Generated, GeneratedAlways } from 'kysely';

export interface SearchDocumentTable {
  id: string;
  workId: string;
  lessonId: string | null;
  part: Generated<number>;
  title: string;
  openText: Generated<string>;
  words: string;
  norm: GeneratedAlways<number>;
}

export interface SearchIndexedTable {
  workId: string;
  version: number;
  indexedAt: Date;
}

export interface SearchSuggestionTable {
  key: string;
  workId: string;
  label: string;
  weight: Generated<number>;
}

declare module '#platform/db.ts' {
  interface Tables {
    searchDocument: SearchDocumentTable;
    searchIndexed: SearchIndexedTable;
    searchSuggestion: SearchSuggestionTable;
  }
}
