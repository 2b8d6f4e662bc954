// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface TeamTable {
  id: string;
  promotionId: string;
  workId: string;
  leaderId: string;
  size: number;
  shortFrom: number | null;
  taken: number;
  state: Generated<'open' | 'full' | 'short' | 'failed'>;
  openedAt: Date;
  deadline: Date;
  closeAt: Date;
  endedAt: Date | null;
  settledAt: Date | null;
}

export interface TeamSeatTable {
  orderId: string;
  promotionId: string;
  userId: string;
  wantedId: string | null;
  teamId: string | null;
  joinedAt: Date | null;
  leftAt: Date | null;
  told: Generated<'nothing' | 'joined' | 'ended'>;
}

declare module '#platform/db.ts' {
  interface Tables {
    team: TeamTable;
    teamSeat: TeamSeatTable;
  }
}
