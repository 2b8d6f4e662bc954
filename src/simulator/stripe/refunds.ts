import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import * as verbs from '../desk.ts';
import type { Charge } from '../entries.ts';
import type { Saying } from './forge.ts';
import * as spell from './spell.ts';
import {
  type Asked,
  invalid,
  missing,
  pageOf,
  paymentOf,
  type StripeProviderOptions,
  whole,
} from './verb.ts';

const RefundAsked = z.object({
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
  amount: whole.refine((amount) => amount > 0).optional(),
  metadata: z.record(z.string(), z.string()).optional(),
});

/** Takes a refund up; it settles later. */
export function createRefund(options: StripeProviderOptions, { form, key }: Asked): Saying {
  const { desk, now, book, notifyUrl } = options;
  const asked = RefundAsked.parse(form);
  const charge = chargeOf(options, asked.charge ?? asked.payment_intent ?? '');
  const left = charge.amount - charge.claimed;
  const amount = asked.amount ?? left;
  requireLeft(left, amount);
  // Each request is a refund of its own, whatever the merchant calls it.
  const wanted = asked.metadata?.['out_refund_no'] ?? key ?? randomBytes(8).toString('hex');
  let outRefundNo = wanted;
  for (let n = 2; book.refunds.has(outRefundNo); n += 1) outRefundNo = `${wanted}~${n}`;
  const { outTradeNo, transactionId, amount: total } = charge;
  const numbers = { outTradeNo, transactionId, outRefundNo, notifyUrl };
  const refund = verbs.askRefund(desk, { ...numbers, amount, total }, now());
  return spell.spellRefund(options, refund);
}

function chargeOf(options: StripeProviderOptions, id: string): Charge {
  const [first] = paymentOf(options, id).transactionIds;
  const charge = options.book.charges.get(id.startsWith('ch_') ? id.slice(3) : (first ?? ''));
  if (!charge) throw invalid('This PaymentIntent does not have a successful charge to refund.');
  return charge;
}

function requireLeft(left: number, amount: number): void {
  if (left === 0)
    throw invalid('The charge has already been refunded.', { code: 'charge_already_refunded' });
  if (amount > left)
    throw invalid('Refund amount is greater than unrefunded amount on charge', { param: 'amount' });
}

/** A refund by the provider's number. */
export function findRefund(options: StripeProviderOptions, { id }: Asked): Saying {
  const refund = spell.findRefund(options, id);
  if (!refund) throw missing(id);
  return spell.spellRefund(options, refund);
}

/** The refunds of a charge, newest first. */
export function listRefunds(options: StripeProviderOptions, { form }: Asked): Saying {
  const { charge } = z.object({ charge: z.string() }).parse(form);
  if (!options.book.charges.has(charge.replace(/^ch_/, ''))) throw missing(charge);
  const own = [...options.book.refunds.values()].filter(
    ({ transactionId }) => `ch_${transactionId}` === charge,
  );
  return pageOf(
    form,
    own.toReversed().map((refund) => spell.spellRefund(options, refund)),
  );
}
