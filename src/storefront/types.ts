import type {
  BundlePart,
  Category,
  Creator,
  OutlineChapter,
  OutlineLesson,
  Work,
  WorkFace,
} from '#catalog/types.ts';
import type { ShownCoupons } from '#coupon/service.ts';
import type { Hold } from '#entitlement/types.ts';
import type { Money } from '#kernel/money.ts';
import type { FlashSale, GroupBuy, PromotionRow, ShownRow } from '#pricing/service.ts';

import type { TeamRow } from '#team/types.ts';
import type { TierName } from '#membership/types.ts';

/** Everything that a course's page shows. */
export interface CoursePage {
  readonly work: Work & { readonly live: WorkFace };
  readonly creator: Creator;
  /** What a bundle is made of, in order; nothing for any other kind. */
  readonly parts: readonly BundlePart[];
  readonly chapters: readonly OutlineChapter[];
  readonly trials: readonly OutlineLesson[];
  /** What one tries first: a trial, else a lesson whose beginning can be tried. */
  readonly firstTry: OutlineLesson | undefined;
  readonly trail: readonly Category[];
  /** Safe to stand in a page as it is. */
  readonly description: string;
  readonly isOwned: boolean;
  /** When the days end for which the one who looks has it. */
  readonly until: Date | undefined;
  /** Whether the one who looks may learn it as a member, without a right of their own. */
  readonly isMember: boolean;
  /** The open tiers that cover it. */
  readonly tiers: readonly TierName[];
  /** What makes it cheaper; its owners have no use for it. */
  readonly offers: Offers;
}

/** How somebody who looks at a work stands to it; `tierId`: as a member of that tier they pay less. */
export interface Looker {
  readonly hold: Hold;
  /** When their own right to it ends; left out: never. */
  readonly until?: Date;
  readonly tierId?: string;
}

/** What makes a work cheaper now, and the first instant at which this may be otherwise. */
export interface Offers {
  /** Its present price, where that is lower than the list price. */
  readonly shown: ShownRow | undefined;
  /** What the one who looks pays as a member, where that is lower still. */
  readonly member: (TierName & { readonly price: Money }) | undefined;
  readonly thresholds: readonly PromotionRow[];
  /** Flash sales that run or will. */
  readonly sales: readonly FlashSale[];
  /** Group buys that run or will, with a few of the teams that can be joined. */
  readonly groups: readonly (GroupBuy & { readonly teams: readonly TeamRow[] })[];
  readonly coupons: ShownCoupons;
  readonly trueUntil: Date | undefined;
  /** What a page depends on that shows this. */
  readonly tags: readonly string[];
}
