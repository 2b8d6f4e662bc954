/** Somebody is a member of a tier, from now or from the end of the membership that runs. */
export interface MembershipGranted {
  readonly membershipId: string;
  readonly userId: string;
  readonly tierId: string;
}

/** A membership was taken back or paused before its end; another right may still give access. */
export interface MembershipEnded {
  readonly membershipId: string;
  readonly userId: string;
  readonly tierId: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'membership.granted': MembershipGranted;
    'membership.ended': MembershipEnded;
  }
}
