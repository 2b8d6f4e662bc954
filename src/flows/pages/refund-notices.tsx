import type { ReactNode } from 'react';
import { formatInstant } from '#kernel/time.ts';
import type { Refund } from '#payment/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { Notice } from '#ui/notice.tsx';
import { wordsIn } from '../words.ts';
import { yuan } from './parts.tsx';

interface Said {
  readonly id: string;
  readonly text: string;
  readonly tone: 'info' | 'error';
}

/** What became of an order's refunds, a notice each. */
export function RefundNotices({
  ctx,
  refunds,
}: {
  readonly ctx: Ctx;
  readonly refunds: readonly Refund[];
}): ReactNode {
  return refunds
    .flatMap((refund) => saidOf(ctx, refund))
    .map(({ id, text, tone }) => (
      <Notice key={id} tone={tone}>
        {text}
      </Notice>
    ));
}

/** What a buyer should hear of a refund: how much, when, and where it goes. */
function saidOf(ctx: Ctx, { id, state, amount, cause, finishedAt }: Refund): Said[] {
  const t = wordsIn(ctx.locale);
  if (cause === 'team')
    return state === 'requested'
      ? [{ id, text: t('teamReturning', { amount: yuan(amount) }), tone: 'info' }]
      : [];
  const isOrders = cause === 'buyer' || cause === 'staff';
  const params = { amount: yuan(amount), at: finishedAt ? formatInstant(finishedAt) : '' };
  if (state === 'failed') return [{ id, text: t('refundFailed'), tone: 'error' }];
  if (state === 'requested')
    return [{ id, text: t(isOrders ? 'refundWaiting' : 'returning', params), tone: 'info' }];
  return [{ id, text: t(isOrders ? 'refundDone' : 'returned', params), tone: 'info' }];
}
