// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface PreviewLinkTable {
  id: string;
  workId: string;
  lessonId: string | null;
  tokenHash: Buffer;
  label: Generated<string>;
  madeBy: string;
  madeAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  seenAt: Date | null;
}

export interface SnippetTable {
  id: string;
  ownerId: string;
  title: string;
  body: string;
  createdAt: Date;
  updatedAt: Date;
}

export interface WorkTemplateTable {
  workId: string;
  ownerId: string;
  madeAt: Date;
}

declare module '#platform/db.ts' {
  interface Tables {
    previewLink: PreviewLinkTable;
    snippet: SnippetTable;
    workTemplate: WorkTemplateTable;
  }
}
