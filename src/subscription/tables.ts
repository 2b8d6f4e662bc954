// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface SubscriptionTable {
  id: string;
  userId: string;
  tierId: string;
  planId: string;
  nextPlanId: string | null;
  state: Generated<'signing' | 'trialing' | 'active' | 'past_due' | 'paused' | 'cancelled' | 'ended'>;
  gateway: string;
  contractCode: string;
  agreementId: string | null;
  trialDays: Generated<number>;
  freeUntil: Date | null;
  period: Generated<number>;
  periodOrderId: string | null;
  periodStartsAt: Date | null;
  periodEndsAt: Date | null;
  nextChargeAt: Date | null;
  tries: Generated<number>;
  failure: string | null;
  keepBps: Generated<number>;
  noticedPeriod: Generated<number>;
  consentedAt: Date;
  createdAt: Date;
  cancelledAt: Date | null;
  cancelReason: Generated<string>;
  endedAt: Date | null;
  terminatedAt: Date | null;
}

export interface SubscriptionChargeTable {
  id: string;
  subscriptionId: string;
  kind: 'renewal' | 'upgrade';
  period: number;
  n: number;
  planId: string;
  orderId: string;
  replacesId: string | null;
  state: Generated<'asked' | 'paid' | 'failed'>;
  failure: string | null;
  askedAt: Date;
}

declare module '#platform/db.ts' {
  interface Tables {
    subscription: SubscriptionTable;
    subscriptionCharge: SubscriptionChargeTable;
  }
}
