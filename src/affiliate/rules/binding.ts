import { after, day } from '#kernel/time.ts';
import type { Binding, BindingDecision, BindingTerms, BindingTime, Ignored } from '../types.ts';

/** Somebody came by a promoter's link: what there is to know of it. */
export interface VisitFacts {
  /** The promoter of the link; null when nobody who promotes has its code. */
  readonly promoterId: string | null;
  readonly customerId: string;
  readonly registeredAt: Date;
  /** Whether the customer is among those who brought the promoter, however far up. */
  readonly isDownline: boolean;
  /** When the link was followed, and when the customer is known: at once, or at their next log-in. */
  readonly visitedAt: Date;
  readonly now: Date;
  /** The binding that holds now, and whether its promoter still promotes. */
  readonly active: (Binding & { readonly isPromoting: boolean }) | null;
  /** There was one that has expired, and nothing has ended it. */
  readonly hasExpired: boolean;
}

/**
 * Who is bound to whom after a visit: the first binding stays while it is protected, or for as long as it holds where nobody may
 * be taken over; nobody is bound to themselves or to somebody whom they brought. The same promoter's link renews it, once a day at
 * most, where the terms say so.
 */
export function decideBinding(facts: VisitFacts, terms: BindingTerms): BindingDecision {
  const { promoterId, active, now } = facts;
  const why = unfit(facts);
  if (why) return { kind: 'ignored', why };
  if (active?.promoterId === promoterId) return renewal(active, now, terms, 'visit');
  if (active?.isPromoting) return takeOver(active, now, terms);
  const isNew = facts.registeredAt >= facts.visitedAt;
  if (terms.scope === 'new' && !isNew) return { kind: 'ignored', why: 'not_new' };
  return { kind: 'bound', ends: endOf(facts), ...bindingTime(now, terms) };
}

/** Why these two are never bound to each other, whatever the terms. */
function unfit({ promoterId, customerId, isDownline }: VisitFacts): Ignored | undefined {
  if (promoterId === null) return 'ended';
  if (promoterId === customerId) return 'oneself';
  return isDownline ? 'downline' : undefined;
}

/** Another promoter's customer changes hands once their protection is over, where the terms allow it. */
function takeOver(
  { protectedUntil }: Pick<Binding, 'protectedUntil'>,
  now: Date,
  terms: BindingTerms,
): BindingDecision {
  if (now < protectedUntil) return { kind: 'ignored', why: 'protected' };
  if (!terms.maySnatch) return { kind: 'ignored', why: 'never' };
  return { kind: 'bound', ends: 'snatched', ...bindingTime(now, terms) };
}

function endOf({ active, hasExpired }: VisitFacts): 'promoter_ended' | 'expired' | null {
  if (active) return 'promoter_ended';
  return hasExpired ? 'expired' : null;
}

/** Whether a binding begins anew, because its customer came again by its promoter's link, or bought. */
export function renewal(
  { boundAt }: Pick<Binding, 'boundAt'>,
  now: Date,
  terms: BindingTerms,
  by: 'visit' | 'purchase',
): Extract<BindingDecision, { kind: 'renewed' | 'ignored' }> {
  if (terms.renewOn !== by || now < after(boundAt, day)) return { kind: 'ignored', why: 'kept' };
  return { kind: 'renewed', ...bindingTime(now, terms) };
}

/** How long a binding that begins at `now` holds, and how long no other promoter can take it over. */
export function bindingTime(now: Date, { validDays, protectDays }: BindingTerms): BindingTime {
  return {
    expiresAt: validDays === 0 ? null : after(now, validDays * day),
    protectedUntil: after(now, protectDays * day),
  };
}
