/** What changes somebody's points. */
export const entryKinds = [
  'sign_in',
  'lesson',
  'purchase',
  'refund',
  'redeem',
  'return',
  'expiry',
  'staff',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** How points are earned, and how long they are good. Amounts are whole points; caps are points a day in Beijing. */
export interface Terms {
  readonly isOn: boolean;
  readonly signInOn: boolean;
  /** For the first to the seventh day in a row. */
  readonly streak: readonly number[];
  readonly lessonOn: boolean;
  readonly perLesson: number;
  readonly lessonCap: number;
  readonly purchaseOn: boolean;
  /** For each whole yuan that was paid. */
  readonly perYuan: number;
  readonly purchaseCap: number;
  readonly validDays: number;
  /** How many days before points expire their holder is told; 0: not at all. */
  readonly noticeDays: number;
  /** Moves with every change. */
  readonly version: number;
}

/** What somebody has in points. */
export interface Account {
  readonly userId: string;
  /** Below zero: more was taken back than was left. */
  readonly balance: number;
  /** When the first lot ends of those that have something left. */
  readonly nextExpiry: Date | null;
}

/** One change of somebody's points. */
export interface Entry {
  readonly id: string;
  readonly userId: string;
  readonly kind: EntryKind;
  /** The sign-in, lesson, order, refund, redemption or lot; for staff the entry itself. */
  readonly sourceId: string;
  /** Of a purchase or refund. */
  readonly orderId: string | null;
  readonly amount: number;
  /** When what it adds ends; of an entry that takes null. */
  readonly expiresAt: Date | null;
  readonly reason: string;
  readonly madeBy: string | null;
  readonly at: Date;
}

/** That somebody signed in on a day. */
export interface SignIn {
  /** `YYYY-MM-DD` in Beijing. */
  readonly day: string;
  /** The how-manieth day in a row it is. */
  readonly streak: number;
  readonly amount: number;
}

/** What is had for points. */
export const goodKinds = ['work', 'coupon', 'tier', 'code', 'physical'] as const;
export type GoodKind = (typeof goodKinds)[number];

/** How a good stands: to be had, not yet, no more, none left, or off the shelf. */
export const goodStates = ['open', 'planned', 'ended', 'gone', 'hidden'] as const;
export type GoodState = (typeof goodStates)[number];

/** Something that is had for points. */
export interface Good {
  readonly id: string;
  readonly kind: GoodKind;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly summaryZh: string;
  readonly summaryEn: string;
  /** Points. */
  readonly price: number;
  readonly workId: string | null;
  readonly couponId: string | null;
  readonly tierId: string | null;
  readonly days: number | null;
  readonly batchId: string | null;
  readonly stock: number;
  readonly taken: number;
  /** How many each may have; null: as many as there are. */
  readonly perPerson: number | null;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly isHidden: boolean;
}

/** A redemption is given at once, or waits until staff send it or cancel it. */
export const redemptionStates = ['given', 'waiting', 'shipped', 'cancelled'] as const;
export type RedemptionState = (typeof redemptionStates)[number];

/** Where a thing is sent. */
export interface Parcel {
  readonly receiver: string;
  readonly phone: string;
  readonly address: string;
}
