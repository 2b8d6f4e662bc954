// Made from tables.sql by `npm run tables`; edit that.
import type { ColumnType, Generated } from 'kysely';

export interface SensitiveWordTable {
  id: string;
  list: 'everywhere' | 'work' | 'comment' | 'message' | 'name';
  word: string;
  folded: string;
  action: 'block' | 'replace' | 'review';
  replacement: Generated<string>;
  note: Generated<string>;
  createdBy: string | null;
  createdAt: Date;
}

export interface WordRevisionTable {
  isOne: Generated<boolean>;
  revision: number;
}

export interface WorkCheckTable {
  workId: string;
  revision: number;
  wordRevision: number;
  checkedAt: Date;
  verdict: 'block' | 'replace' | 'review' | 'note' | null;
  findings: ColumnType<unknown, string | undefined, string>;
  isCut: Generated<boolean>;
}

export interface SketchWorkTable {
  workId: string;
  version: number;
  sketchedAt: Date;
}

export interface TextSketchTable {
  id: string;
  workId: string;
  lessonId: string | null;
  slots: Buffer;
  bands: number[];
}

declare module '#platform/db.ts' {
  interface Tables {
    sensitiveWord: SensitiveWordTable;
    wordRevision: WordRevisionTable;
    workCheck: WorkCheckTable;
    sketchWork: SketchWorkTable;
    textSketch: TextSketchTable;
  }
}
