/** A person has an account. */
export interface UserRegistered {
  readonly userId: string;
  readonly at: string;
}

/** Something happened to an account. */
export interface UserNamed {
  readonly userId: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'user.registered': UserRegistered;
    /** May no longer sign in; every session has ended. */
    'user.banned': UserNamed;
    /** May sign in again. */
    'user.unbanned': UserNamed;
  }
}
