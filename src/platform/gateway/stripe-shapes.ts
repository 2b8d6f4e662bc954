/** What Stripe answers, as far as we read it. Source: https://docs.stripe.com/api, version 2026-10-28. */
import { z } from 'zod';
import type { Capture } from './gateway.ts';
import { unverified } from './wire.ts';

const amount = z.int().min(0);
const seconds = z.int().transform((at) => new Date(at * 1000));
const currency = z
  .string()
  .regex(/^[a-z]{3}$/)
  .transform((code) => code.toUpperCase());
const id = z.string().min(1).max(255);
const metadata = z.record(z.string(), z.string()).nullish();

/** A movement on the account's balance, in the currency that the account settles in. */
export const Movement = z.object({
  id,
  amount: z.int(),
  fee: z.int(),
  currency,
  /** From the currency of what was paid to this one; null when they are one. */
  exchange_rate: z.number().positive().nullish(),
});
export type Movement = z.infer<typeof Movement>;

export const Charge = z.object({
  id,
  amount,
  amount_captured: amount.optional(),
  currency,
  created: seconds,
  paid: z.boolean(),
  metadata,
  description: z.string().nullish(),
  /** Absent until the money is on the balance. */
  balance_transaction: z.union([Movement, z.string()]).nullish(),
});

/** A page to pay on. */
export const Session = z.object({
  id,
  client_reference_id: z.string().nullish(),
  status: z.enum(['open', 'complete', 'expired']).nullable(),
  payment_status: z.enum(['paid', 'unpaid', 'no_payment_required']),
  amount_total: amount.nullable(),
  currency: currency.nullable(),
  livemode: z.boolean(),
  url: z.string().nullish(),
  payment_intent: z
    .union([z.string(), z.object({ id, latest_charge: z.union([Charge, z.string()]).nullish() })])
    .nullish(),
});
export type Session = z.infer<typeof Session>;

export const Refund = z.object({
  id,
  amount,
  currency,
  created: seconds,
  status: z.string().nullable(),
  charge: z.union([z.string(), z.object({ id })]).nullish(),
  metadata,
});
export type Refund = z.infer<typeof Refund>;

/** Some of a list, in the provider's order. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ has_more: z.boolean(), data: z.array(item) });

/** A line of the balance, with what it is about. */
export const Line = Movement.extend({
  type: z.string(),
  created: seconds,
  source: z.union([z.string(), z.looseObject({ object: z.string() })]).nullish(),
});
export type Line = z.infer<typeof Line>;

export const Endpoint = z.object({
  url: z.string(),
  status: z.string(),
  enabled_events: z.array(z.string()),
});

/** What is posted to us. What it is about is read no further than to know what to ask. */
export const Event = z.object({
  id: z.string().min(1).max(128),
  object: z.literal('event'),
  type: z.string(),
  created: seconds,
  livemode: z.boolean(),
  /** Another account's, which ours is connected with. */
  account: z.string().nullish(),
  data: z.object({ object: z.looseObject({ object: z.string() }) }),
});
export type Event = z.infer<typeof Event>;

/** The money of a page that was paid. */
export function captureOf(operation: string, outTradeNo: string, session: Session): Capture {
  const { payment_intent: intent } = session;
  const charge = typeof intent === 'object' ? intent?.latest_charge : undefined;
  if (typeof charge !== 'object' || !charge?.paid)
    throw unverified(operation, 'paid, but not by what');
  // The house keeps its books in what it asked for: people have to look at this.
  if (charge.currency !== session.currency)
    throw unverified(operation, `paid in ${charge.currency}, not in ${session.currency}`);
  const { id: transactionId, amount: asked, amount_captured: got = asked, created } = charge;
  const { currency: paidIn, balance_transaction: moved } = charge;
  const facts = { outTradeNo, transactionId, amount: got, currency: paidIn, paidAt: created };
  return typeof moved === 'object' && moved ? { ...facts, fee: feeOf(moved, paidIn) } : facts;
}

/** What was kept, in the currency that was paid in: at the rate that this very movement was exchanged at. */
export function feeOf({ fee, currency: settled, exchange_rate: rate }: Movement, paidIn: string) {
  if (settled === paidIn || !rate) return fee;
  return Math.floor(fee / rate + 0.5);
}

/**
 * How a refund stands. One that failed has ended: its money is on the balance again, and a further try is another refund.
 */
export function refundStateOf({ status }: Pick<Refund, 'status'>) {
  if (status === 'succeeded') return 'succeeded';
  return status === 'failed' || status === 'canceled' ? 'closed' : 'processing';
}
