/** A membership was taken back or paused before its end; another right may still give access. */
export interface MembershipEnded {
  readonly membershipId: string;
  readonly userId: string;
  readonly tierId: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'membership.ended': MembershipEnded;
  }
}
