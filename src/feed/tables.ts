// Made from tables.sql by `npm run tables`; edit that.
export interface PrivateFeedTable {
  id: string;
  userId: string;
  tokenHash: Buffer;
  madeAt: Date;
  endedAt: Date | null;
  fetchedAt: Date | null;
}

declare module '#platform/db.ts' {
  interface Tables {
    privateFeed: PrivateFeedTable;
  }
}
