// Made from tables.sql by `npm run tables`; edit that.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

export interface OutboxTable {
  id: GeneratedAlways<number>;
  event: string;
  payload: ColumnType<unknown, string, string>;
  createdAt: Generated<Date>;
}

export interface RateWindowTable {
  key: string;
  startsAt: Date;
  taken: Generated<number>;
}

export interface SentMessageTable {
  id: string;
  channel: 'email' | 'sms';
  address: string;
  subject: string;
  body: string | null;
  sealed: Buffer | null;
  state: Generated<'kept' | 'waiting' | 'taken' | 'refused' | 'ended'>;
  reason: string | null;
  endsAt: Date | null;
  sentAt: Date;
}

declare module '#platform/db.ts' {
  interface Tables {
    outbox: OutboxTable;
    rateWindow: RateWindowTable;
    sentMessage: SentMessageTable;
  }
}
