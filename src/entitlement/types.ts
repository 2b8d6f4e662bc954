/** Where a right of one's own comes from: a line of an order that was paid, a member of staff, a redemption code, or points. */
export const sourceKinds = ['order', 'grant', 'code', 'points'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** What gives the right to a user; the same source gives it once. */
export interface Source {
  readonly kind: SourceKind;
  readonly id: string;
}

/** Several of one kind, whose rights begin and end together, and are one person's. */
export interface Sources {
  readonly kind: SourceKind;
  readonly ids: readonly string[];
}

/** What lets somebody learn a work: a right of their own, or a membership. */
export type Access = Source | { readonly kind: 'membership'; readonly id: string };

/** How somebody stands to a work: it is theirs, they have it as a member, or neither. */
export type Hold = 'own' | 'member' | 'none';

/** From when until when somebody has a work: the end is the first instant at which they do not. */
export interface Stretch {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** A right to be given. */
export interface NewEntitlement {
  readonly userId: string;
  readonly workId: string;
  readonly source: Source;
  /** For so many days, which begin when those end that the user has already; null: for ever. */
  readonly days?: number | null;
  /** When it ends in any case, where it is not for a number of days; null: never. */
  readonly endsAt?: Date | null;
}

/** A right with the names that a list shows. */
export interface Entitlement {
  readonly id: string;
  readonly userId: string;
  readonly userName: string;
  readonly workId: string;
  readonly workTitle: string;
  readonly sourceKind: SourceKind;
  readonly sourceId: string;
  readonly reason: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly revokedAt: Date | null;
}
