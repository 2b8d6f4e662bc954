// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface ClaimTable {
  id: string;
  workId: string;
  name: string;
  email: string;
  locale: 'zh' | 'en';
  original: string;
  reasons: string;
  madeAt: Date;
  dueAt: Date;
  state: Generated<'open' | 'dismissed' | 'taken_down' | 'countered' | 'sued' | 'restored' | 'withdrawn'>;
  decidedBy: string | null;
  decidedAt: Date | null;
  answer: Generated<string>;
  takedownId: string | null;
  restoreAt: Date | null;
  lawsuit: Generated<string>;
  closedAt: Date | null;
}

export interface CounterNoticeTable {
  claimId: string;
  madeBy: string;
  madeAt: Date;
  name: string;
  words: string;
}

declare module '#platform/db.ts' {
  interface Tables {
    claim: ClaimTable;
    counterNotice: CounterNoticeTable;
  }
}
