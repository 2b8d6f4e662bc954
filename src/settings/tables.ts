// Made from tables.sql by `npm run tables`; edit that.
import type { ColumnType } from 'kysely';

export interface SettingTable {
  name: string;
  value: ColumnType<unknown, string, string>;
  updatedAt: Date;
}

declare module '#platform/db.ts' {
  interface Tables {
    setting: SettingTable;
  }
}
