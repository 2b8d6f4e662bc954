/** A work, or a new version of one, became visible to everybody. */
export interface WorkPublished {
  readonly workId: string;
  readonly creatorId: string;
}

/** A work left the catalogue; those who own it keep it. */
export interface WorkWithdrawn {
  readonly workId: string;
  readonly creatorId: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'work.published': WorkPublished;
    'work.withdrawn': WorkWithdrawn;
  }
}
