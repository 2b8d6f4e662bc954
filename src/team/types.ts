export const teamStates = ['open', 'full', 'short', 'failed'] as const;

/**
 * `open → full` when the last place is paid for; else, when its time is over, `open → short` where the group buy allows that and
 * enough are in, or `open → failed`, and everybody gets their money back.
 */
export type TeamState = (typeof teamStates)[number];

/** A team as it stands, with the work that it buys. */
export interface Team {
  readonly id: string;
  readonly promotionId: string;
  readonly workId: string;
  readonly leaderId: string;
  readonly size: number;
  readonly shortFrom: number | null;
  readonly taken: number;
  readonly state: TeamState;
  readonly openedAt: Date;
  readonly deadline: Date;
  readonly endedAt: Date | null;
}

/** A team as it is listed, in the reader's language. */
export interface TeamRow extends Team {
  readonly creatorId: string;
  readonly workTitle: string;
  readonly workSlug: string;
  readonly leaderName: string;
  readonly name: string;
  readonly nameEn: string;
}

/** Somebody who is in a team, or was. */
export interface Member {
  readonly orderId: string;
  readonly userId: string;
  readonly userName: string;
  readonly joinedAt: Date;
  readonly leftAt: Date | null;
}
