import type { Money } from '#kernel/money.ts';
import type { PlanTerm } from '#membership/types.ts';

export const subscriptionStates = [
  'signing',
  'trialing',
  'active',
  'past_due',
  'paused',
  'cancelled',
  'ended',
] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

/** Why nothing came, or why it ended without its subscriber. */
export const failures = [
  'not_enough_money',
  'account',
  'terminated',
  'unavailable',
  'refused',
  'tier_closed',
  'refunded',
] as const;
export type Failure = (typeof failures)[number];

/** A plan as a subscription sees it. */
export interface SubscribedPlan {
  readonly planId: string;
  readonly tierId: string;
  readonly tierZh: string;
  readonly tierEn: string;
  readonly isOpen: boolean;
  /** Whether somebody may subscribe to it now. */
  readonly isOffered: boolean;
  readonly term: PlanTerm;
  readonly days: number | null;
  readonly price: Money;
  readonly trialDays: number;
  /** What is taken off the next charge of who thinks of leaving and stays. */
  readonly keepBps: number;
}

/** A subscription under its row lock, or as its page shows it. */
export interface Subscription {
  readonly id: string;
  readonly userId: string;
  readonly tierId: string;
  readonly planId: string;
  readonly nextPlanId: string | null;
  readonly state: SubscriptionState;
  readonly gateway: string;
  readonly contractCode: string;
  readonly agreementId: string | null;
  readonly trialDays: number;
  readonly freeUntil: Date | null;
  readonly period: number;
  readonly periodOrderId: string | null;
  readonly periodStartsAt: Date | null;
  readonly periodEndsAt: Date | null;
  readonly nextChargeAt: Date | null;
  readonly tries: number;
  readonly failure: Failure | null;
  readonly keepBps: number;
  readonly cancelledAt: Date | null;
}

/** A try to collect. */
export interface Charge {
  readonly id: string;
  readonly subscriptionId: string;
  readonly kind: 'renewal' | 'upgrade';
  readonly period: number;
  readonly planId: string;
  readonly orderId: string;
  readonly replacesId: string | null;
}
