// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface AccountTable {
  id: Generated<string>;
  code: string;
  ownerId: string | null;
  currency: Generated<'CNY'>;
  floor: number | null;
  ceiling: number | null;
}

export interface TransactionTable {
  id: string;
  key: string;
  bodyHash: Buffer;
  kind: string;
  subjectId: string;
  postedAt: Date;
}

export interface PostingTable {
  transactionId: string;
  seq: number;
  sourceId: string;
  destinationId: string;
  amount: number;
}

export interface BalanceTable {
  accountId: string;
  amount: Generated<number>;
  floor: number | null;
  ceiling: number | null;
}

export interface AccountSumTable {
  accountId: string;
  since: string;
  kind: string;
  incoming: number;
  outgoing: number;
}

export interface BalanceDeltaTable {
  accountId: string;
  amount: number;
  since: string;
  kind: string;
  incoming: number;
  outgoing: number;
}

declare module '#platform/db.ts' {
  interface Tables {
    account: AccountTable;
    transaction: TransactionTable;
    posting: PostingTable;
    balance: BalanceTable;
    accountSum: AccountSumTable;
    balanceDelta: BalanceDeltaTable;
  }
}
