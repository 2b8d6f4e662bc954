/** A user may learn a work, from now on. */
export interface EntitlementGranted {
  readonly entitlementId: string;
  readonly userId: string;
  readonly workId: string;
}

/** A right ended before its time; another source may still give access. */
export interface EntitlementRevoked {
  readonly entitlementId: string;
  readonly userId: string;
  readonly workId: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'entitlement.granted': EntitlementGranted;
    'entitlement.revoked': EntitlementRevoked;
  }
}
