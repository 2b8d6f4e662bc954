// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface OfflineKeepTable {
  id: string;
  userId: string;
  sessionId: string;
  lessonId: string;
  workId: string;
  keptAt: Date;
  endsAt: Date;
  endedAt: Date | null;
}

export interface OfflineStudyTable {
  userId: string;
  lessonId: string;
  heard: string;
  spent: string;
  creditSec: Generated<number>;
  addedSec: Generated<number>;
  placeSec: number;
  placeAt: Date;
  placeBy: string;
}

declare module '#platform/db.ts' {
  interface Tables {
    offlineKeep: OfflineKeepTable;
    offlineStudy: OfflineStudyTable;
  }
}
