// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface CartLineTable {
  userId: string;
  workId: string;
  offerId: string;
  isLater: Generated<boolean>;
  addedAt: Date;
}

declare module '#platform/db.ts' {
  interface Tables {
    cartLine: CartLineTable;
  }
}
