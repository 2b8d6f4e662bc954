// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface CommissionRuleTable {
  id: string;
  scope: 'site' | 'category' | 'creator' | 'work';
  subjectId: string;
  bps: number;
  startsAt: Date;
  endsAt: Date | null;
  note: Generated<string>;
  decidedBy: string | null;
  decidedAt: Date;
}

declare module '#platform/db.ts' {
  interface Tables {
    commissionRule: CommissionRuleTable;
  }
}
