import { z } from 'zod';
import type { Callbacks } from '../callbacks.ts';
import { Denial, type Desk } from '../desk.ts';
import type { Payment } from '../entries.ts';
import type { Saying } from './forge.ts';
import type { Form } from './form.ts';
import type { StripeKeys } from './keys.ts';
import * as spell from './spell.ts';

export interface StripeProviderOptions extends spell.Speaker {
  readonly desk: Desk;
  readonly keys: StripeKeys;
  readonly callbacks: Callbacks;
  /** Where the account has its events sent. */
  readonly notifyUrl: string;
}

/** What is wrong with a request, the provider's way. */
class Refusal extends Error {
  readonly status: number;
  readonly error: Saying;

  constructor(status: number, error: Saying) {
    super(JSON.stringify(error));
    this.status = status;
    this.error = error;
  }
}

export const invalid = (message: string, more: Saying = {}, status = 400): Refusal =>
  new Refusal(status, { type: 'invalid_request_error', message, ...more });
export const missing = (id: string): Refusal =>
  invalid(`No such object: '${id}'`, { code: 'resource_missing', param: 'id' }, 404);

/** A request as it was understood. */
export interface Asked {
  readonly form: Form;
  readonly id: string;
  readonly key: string | undefined;
  readonly expands: spell.Expands;
}
/** What a request does, and what is answered. @throws Refusal, Denial */
export type Verb = (options: StripeProviderOptions, asked: Asked) => Saying;

/** Lets a verb have its way, or says why not. */
export function decide(options: StripeProviderOptions, verb: Verb, asked: Asked) {
  try {
    return { status: 200, body: verb(options, asked) };
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: { error: error.error } };
    if (error instanceof z.ZodError)
      return decideRefused(invalid(error.message, { param: error.issues[0]?.path.join('.') }));
    if (error instanceof Denial) return decideRefused(refusalOf(error));
    throw error;
  }
}

const decideRefused = ({ status, error }: Refusal) => ({ status, body: { error } });

function refusalOf({ code, message }: Denial): Refusal {
  if (code === 'NOT_ENOUGH') return invalid(message, { code: 'balance_insufficient' });
  if (code === 'PARAM_ERROR') return invalid(message, { param: 'expires_at' });
  if (code.endsWith('NOT_EXIST') || code.endsWith('NOT_EXISTS')) return missing(message);
  return invalid(message);
}

/** The payment that a page's, an intent's or a charge's number names. */
export function paymentOf(options: StripeProviderOptions, id: string): Payment {
  const payment = spell.findPayment(options, id);
  if (!payment) throw missing(id);
  return payment;
}

/** A whole amount, or seconds, as a form spells it. */
export const whole = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number);
/** So many of a list as were asked for, after the one that was had last. */
export function pageOf(form: Form, all: readonly Saying[]): Saying {
  const limit = Number(form['limit'] ?? 10);
  if (!(limit >= 1 && limit <= 100))
    throw invalid('Limit must be from 1 to 100', { param: 'limit' });
  const after = form['starting_after'];
  const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
  return {
    object: 'list',
    has_more: start + limit < all.length,
    data: all.slice(start, start + limit),
  };
}
