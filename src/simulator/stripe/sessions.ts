import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import * as verbs from '../desk.ts';
import type { Payment } from '../entries.ts';
import { forgeries, type Saying, type StripeForgery } from './forge.ts';
import * as spell from './spell.ts';
import { type Asked, invalid, paymentOf, type StripeProviderOptions, whole } from './verb.ts';

const SessionAsked = z.object({
  mode: z.literal('payment'),
  client_reference_id: z.string().max(200).optional(),
  success_url: z.url(),
  expires_at: whole.optional(),
  line_items: z.record(
    z.string(),
    z.object({
      quantity: z.literal('1'),
      price_data: z.object({
        currency: z.string().regex(/^[a-z]{3}$/),
        unit_amount: whole.refine((amount) => amount > 0),
        product_data: z.object({ name: z.string().min(1).max(250) }),
      }),
    }),
  ),
});

const leastSec = 1_800;
const mostSec = 86_400;

/** Opens a page to pay on. */
export function createSession(
  options: StripeProviderOptions,
  { form, key, expands }: Asked,
): Saying {
  const { desk, now, notifyUrl } = options;
  const asked = SessionAsked.parse(form);
  const { price_data: price } = Object.values(asked.line_items)[0]!;
  const openedSec = Math.floor(now().getTime() / 1000);
  const endsSec = asked.expires_at ?? openedSec + mostSec;
  if (endsSec < openedSec + leastSec || endsSec > openedSec + mostSec)
    throw invalid('expires_at must be between 30 minutes and 24 hours from now', {
      param: 'expires_at',
    });
  const payment = verbs.openPayment(
    desk,
    {
      outTradeNo: freeNo(
        options,
        asked.client_reference_id ?? key ?? randomBytes(8).toString('hex'),
      ),
      trade: 'PAGE',
      amount: price.unit_amount,
      currency: price.currency.toUpperCase(),
      description: price.product_data.name,
      notifyUrl,
      returnUrl: asked.success_url,
      expiresAt: verbs.stamp(new Date(endsSec * 1000)),
    },
    now(),
  );
  if (desk.faults.strikes('callbackForged')) forgePayment(options, payment);
  return spell.spellSession(options, payment, expands);
}

/** A merchant's number is no key here: who says it twice has two pages. */
function freeNo({ desk }: StripeProviderOptions, wanted: string): string {
  let number = wanted;
  for (let n = 2; desk.book.payments.has(number); n += 1) number = `${wanted}~${n}`;
  return number;
}

/** A lie that would be worth money: the page just opened was paid. */
function forgePayment(options: StripeProviderOptions, payment: Payment): void {
  const { desk, keys, callbacks, now } = options;
  const names = Object.keys(forgeries) as StripeForgery[];
  const name = names[desk.faults.between(0, names.length - 1)] ?? 'bad_signature';
  const say = () => forgeries[name]({ keys, saying: spell.lieOf(options, payment), now: now() });
  callbacks.forge(name, say, payment.notifyUrl);
}

/** Closes a page that is open. */
export function expireSession(options: StripeProviderOptions, { id, expands }: Asked): Saying {
  const { desk, now } = options;
  const { outTradeNo, ...payment } = paymentOf(options, id);
  const isOpen = payment.transactionIds.length === 0 && !payment.isDelayed;
  if (!isOpen || verbs.overReason({ outTradeNo, ...payment }, now()))
    throw invalid('Only Checkout Sessions with a status of open can be expired');
  verbs.closePayment(desk, outTradeNo, now());
  return spell.spellSession(options, paymentOf(options, id), expands);
}
