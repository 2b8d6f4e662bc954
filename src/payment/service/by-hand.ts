import type { Ctx } from '#platform/ctx.ts';
import { refuse } from '../refusals.ts';
import type { ReceivedTransfer } from '../schema.ts';
import type { Payment } from '../types.ts';
import { gatewayNamed } from './attempt.ts';

/** @throws Refusal payment.not_by_hand for money that a gateway tells of */
export async function assertByHand(ctx: Ctx, gateway: string): Promise<void> {
  if (!(await gatewayNamed(ctx, gateway)).byHand) throw refuse('payment.not_by_hand');
}

/** @throws Refusal payment.not_yet, payment.amount_differs */
export function assertReceived(
  payment: Pick<Payment, 'amount'>,
  { amount, receivedAt, isReturned }: ReceivedTransfer,
  now: Date,
): void {
  if (new Date(receivedAt) > now) throw refuse('payment.not_yet');
  if (amount !== payment.amount && !isReturned) throw refuse('payment.amount_differs');
}

/** What is held for some minutes only may not wait for days. @throws Refusal payment.no_time */
export function assertPatient(discounts: readonly { readonly kind: string }[]): void {
  if (discounts.some(({ kind }) => kind === 'activity')) throw refuse('payment.no_time');
}
