import type { RefundCase } from './types.ts';

/** Whether `amount` of an order needs a second person: together with what went back before it is more than one may give back alone. */
export function needsSecond(
  order: { readonly refunded: number; readonly refunding: number },
  amount: number,
  alone: number,
): boolean {
  return order.refunded + order.refunding + amount > alone;
}

/** Why somebody of the staff may not decide a case: it is their own order, or their own proposal. */
export function decisionProblem(
  { buyerId, proposedBy, state }: Pick<RefundCase, 'buyerId' | 'proposedBy' | 'state'>,
  userId: string,
): 'aftersale.own' | 'aftersale.same_person' | undefined {
  if (buyerId === userId) return 'aftersale.own';
  return state === 'proposed' && proposedBy === userId ? 'aftersale.same_person' : undefined;
}
