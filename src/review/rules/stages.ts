import { after, day, hour } from '#kernel/time.ts';
import type { ReviewRule, RuleSet, Stage, Trust, Way } from '../types.ts';

/** What holds until the owner says otherwise: what somebody new sells is looked at twice, everything else once. */
export const houseRules: RuleSet = {
  version: 0,
  rules: [{ categoryId: null, trust: 'new', minPrice: 1, way: 'both' }],
  firstHours: 24,
  deepHours: 72,
};

/** What the house remembers of a creator's reviews. */
export interface Record {
  readonly approved: number;
  /** Returns and takedowns of the last `memory`. */
  readonly setbacks: number;
}

/** How long a return or a takedown weighs. */
export const memory = 180 * day;

/** How far a creator is trusted: nobody is before anything was approved. */
export function trustOf({ approved, setbacks }: Record): Trust {
  if (approved === 0) return 'new';
  return approved >= 3 && setbacks === 0 ? 'trusted' : 'known';
}

/** What rules look at. */
export interface Case {
  /** The work's category with all that it stands in. */
  readonly categories: readonly string[];
  readonly trust: Trust;
  /** In minor units. */
  readonly price: number;
}

/** Whether every condition of a rule holds. */
export function fits(rule: ReviewRule, { categories, trust, price }: Case): boolean {
  return (
    (rule.categoryId === null || categories.includes(rule.categoryId)) &&
    (rule.trust === null || rule.trust === trust) &&
    (rule.minPrice === null || price >= rule.minPrice)
  );
}

/** What a work goes through: as the first rule says that fits it; one first review where none does. Never nothing. */
export function wayOf(rules: readonly ReviewRule[], one: Case): Way {
  return rules.find((rule) => fits(rule, one))?.way ?? 'first';
}

/** Where a way begins. */
export function firstStage(way: Way): Stage {
  return way === 'deep' ? 'deep' : 'first';
}

/** Until when a stage that begins at `at` should be decided. */
export function dueOf(set: RuleSet, stage: Stage, at: Date): Date {
  return after(at, (stage === 'first' ? set.firstHours : set.deepHours) * hour);
}

/** What decides whether somebody may judge. */
export interface Seat {
  readonly me: string;
  readonly isOwner: boolean;
  readonly stage: Stage;
  readonly creatorId: string;
  readonly submittedBy: string;
  readonly assignedTo: string | null;
  /** Who made the first review, once it is over. */
  readonly firstBy: string | null;
  /** Whether `me` is an expert of the work's category, and whether anybody is. */
  readonly isExpert: boolean;
  readonly hasExperts: boolean;
}

export type NoSeat =
  | 'submission.own'
  | 'submission.assigned'
  | 'submission.four_eyes'
  | 'submission.not_expert';

/**
 * Why somebody may not judge a stage; undefined when they may. Nobody judges their own work, nor both stages of one; a deep
 * review is for experts of the category where there are any, or for the owner.
 */
export function seatOf(seat: Seat): NoSeat | undefined {
  const { me, stage } = seat;
  if ([seat.creatorId, seat.submittedBy].includes(me)) return 'submission.own';
  const barrier = stage === 'deep' ? deepSeatOf(seat) : undefined;
  if (barrier) return barrier;
  if (seat.assignedTo !== null && seat.assignedTo !== me) return 'submission.assigned';
  return undefined;
}

function deepSeatOf({ me, firstBy, isOwner, isExpert, hasExperts }: Seat): NoSeat | undefined {
  if (firstBy === me) return 'submission.four_eyes';
  return hasExperts && !isExpert && !isOwner ? 'submission.not_expert' : undefined;
}

/** Whether somebody may judge an appeal: neither who decided before, nor whose work it is. */
export function mayJudgeAppeal(
  me: string,
  appeal: { readonly creatorId: string; readonly judges: readonly string[] },
): boolean {
  return me !== appeal.creatorId && !appeal.judges.includes(me);
}

/** What tells whether a submission is simple. */
export interface Simplicity {
  readonly stage: Stage;
  /** Whether something of the work is live already. */
  readonly isUpdate: boolean;
  /** Whether its creator asks for a time. */
  readonly hasTime: boolean;
  readonly machine: 'clean' | 'found' | 'unknown';
}

/** Whether a submission may pass its first review together with others: an update in which the machine found nothing. */
export function isSimple({ stage, isUpdate, hasTime, machine }: Simplicity): boolean {
  return stage === 'first' && isUpdate && !hasTime && machine === 'clean';
}
