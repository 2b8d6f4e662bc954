// Made from tables.sql by `npm run tables`; edit that.
import type { ColumnType } from 'kysely';

export interface AuditRecordTable {
  id: string;
  at: Date;
  actorId: string | null;
  deed: string;
  subject: string;
  detail: ColumnType<unknown, string | undefined, string>;
  ip: string | null;
}

declare module '#platform/db.ts' {
  interface Tables {
    auditRecord: AuditRecordTable;
  }
}
