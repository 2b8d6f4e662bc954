/** Every place is paid for, or enough when its time was over: its members get the work. */
export interface TeamCompleted {
  readonly teamId: string;
}

/** Its time was over: its members get their money back. */
export interface TeamFailed {
  readonly teamId: string;
}

/** Somebody paid and is in. */
export interface TeamJoined {
  readonly teamId: string;
  readonly orderId: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'team.completed': TeamCompleted;
    'team.failed': TeamFailed;
    'team.joined': TeamJoined;
  }
}
