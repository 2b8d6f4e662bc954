/** A private feed as its listener sees it. */
export interface OwnFeed {
  readonly id: string;
  readonly madeAt: Date;
  readonly fetchedAt: Date | null;
}
