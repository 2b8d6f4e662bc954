// Made from tables.sql by `npm run tables`; edit that.
import type { ColumnType, Generated } from 'kysely';

export interface ImportJobTable {
  id: string;
  creatorId: string;
  uploadId: string | null;
  address: string | null;
  fileName: string;
  locale: 'zh' | 'en';
  state: Generated<'waiting' | 'running' | 'done' | 'failed'>;
  step: Generated<string>;
  done: Generated<number>;
  total: Generated<number>;
  report: ColumnType<unknown, string | undefined, string>;
  createdAt: Date;
  finishedAt: Date | null;
}

export interface BroughtFileTable {
  ownerId: string;
  addressHash: Buffer;
  assetId: string;
}

export interface CastWorkTable {
  workId: string;
  pipeline: number;
  castAt: Date;
}

export interface TextCastTable {
  workId: string;
  hash: Buffer;
  pipeline: number;
  parts: string[];
  headings: ColumnType<unknown, string, string>;
  files: ColumnType<unknown, string, string>;
}

export interface ExportJobTable {
  id: string;
  workId: string;
  creatorId: string;
  askedBy: string;
  locale: 'zh' | 'en';
  state: Generated<'waiting' | 'running' | 'done' | 'failed'>;
  doneBytes: Generated<number>;
  totalBytes: Generated<number>;
  fileName: Generated<string>;
  sizeBytes: Generated<number>;
  failure: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

declare module '#platform/db.ts' {
  interface Tables {
    importJob: ImportJobTable;
    broughtFile: BroughtFileTable;
    castWork: CastWorkTable;
    textCast: TextCastTable;
    exportJob: ExportJobTable;
  }
}
