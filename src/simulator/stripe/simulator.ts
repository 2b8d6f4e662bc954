import { Hono } from 'hono';
import type { StripeConfig } from '#platform/gateway/stripe.ts';
import { openBook } from '../book.ts';
import { openCallbacks, type Tongue } from '../callbacks.ts';
import { openCashier } from '../cashier.ts';
import { type Desk, stamp } from '../desk.ts';
import { type FaultRates, type Faults, openFaults } from '../faults.ts';
import { openLine, type Standing } from '../line.ts';
import { readStyle, type SimulatorOptions } from '../simulator.ts';
import { postEvent } from './forge.ts';
import { loadStripeKeys, type StripeKeys } from './keys.ts';
import { openStripeProvider } from './provider.ts';
import { eventOf, type Settling, type Speaker } from './spell.ts';

export type StripeSimulatorOptions = Omit<
  SimulatorOptions,
  'keys' | 'keyMode' | 'transferSec' | 'billsAtOnce'
> & {
  readonly keys?: StripeKeys;
  /** Where the account has its events sent. */
  readonly notifyUrl: string;
  /** Kept of each payment besides `feeBps`, fen; 235. */
  readonly feeFixed?: number;
  /** The account keeps its balance in another currency than it is paid in. */
  readonly settling?: Settling;
};

/** The outside world: a provider that behaves like Stripe, with real (simulated) money in a book of its own. */
export interface StripeSimulator extends Standing {
  readonly clientConfig: StripeConfig;
  readonly keys: StripeKeys;
  /** How it says what is in the book. */
  readonly speaker: Speaker;
}

/** What such an account costs in Hong Kong: 3.4 % and HK$2.35. */
const defaultFee = { feeBps: 340, feeFixed: 235 } as const;
const defaults = {
  ...defaultFee,
  faults: {},
  openingCash: 0,
  refundSec: 2,
  retryScale: 1,
  parallelNotices: 1,
  returnOrigins: [],
} as const;
const brand = { id: 'stripe', zh: 'Stripe', en: 'Stripe' } as const;

/** Again and again for three days, ever more rarely. Source: https://docs.stripe.com/webhooks (retries). */
const retrySec = [60, 300, 1_800, 7_200, 18_000, 36_000, 43_200, 43_200, 43_200];

/** Starts the simulated provider. Owns no port and no timer. */
export async function openStripeSimulator(
  options: StripeSimulatorOptions,
): Promise<StripeSimulator> {
  const { now, random, baseUrl, deliver, notifyUrl, settling } = options;
  const { feeBps, feeFixed, openingCash, refundSec, ...settings } = { ...defaults, ...options };
  const keys = options.keys ?? (await loadStripeKeys(options.folder));
  const book = openBook(options.folder);
  if (book.length() === 0 && openingCash > 0)
    book.append({ kind: 'deposited', at: stamp(now()), amount: openingCash });

  const faults = final(openFaults(settings.faults, random));
  const speaker: Speaker = { book, baseUrl, now, settling };
  const tongue: Tongue = {
    secret: keys.secret,
    retrySec,
    spell: (notice) => postEvent({ keys, saying: eventOf(speaker, notice), now: now() }),
    isHeard: async ({ ok }) => ok,
  };
  const { retryScale, parallelNotices: parallel, returnOrigins } = settings;
  const callbacks = openCallbacks({ book, tongue, faults, now, deliver, retryScale, parallel });
  const { announce } = callbacks;
  const fees = { feeBps, feeFixed, keepsFees: true };
  const desk: Desk = {
    book,
    faults,
    ...fees,
    refundSec,
    transferSec: 0,
    secret: keys.secret,
    announce,
  };
  const app = new Hono();
  const style = readStyle();
  app.route('/cashier', openCashier({ desk, baseUrl, now, returnOrigins, style, brand }));
  app.route('/', openStripeProvider({ ...speaker, desk, keys, callbacks, notifyUrl }));
  return {
    ...openLine({ app, desk, callbacks, baseUrl, now }),
    clientConfig: configOf(keys, baseUrl, { feeBps, feeFixed }),
    keys,
    speaker,
  };
}

/** What a client needs to reach the simulator at `baseUrl` whose keys are in `folder`, from another process than its own. */
export async function stripeConfigOf(folder: string, baseUrl: string): Promise<StripeConfig> {
  return configOf(await loadStripeKeys(folder), baseUrl, defaultFee);
}

/** A refund that goes wrong here has ended: who wants to try again makes another. */
function final(faults: Faults): Faults {
  const strikes = (fault: keyof FaultRates) => {
    if (fault === 'refundAbnormal') return false;
    if (fault !== 'refundClosed') return faults.strikes(fault);
    return faults.strikes('refundClosed') || faults.strikes('refundAbnormal');
  };
  return { ...faults, strikes };
}

function configOf(
  { secretKey, webhookSecret }: StripeKeys,
  baseUrl: string,
  fees: Pick<StripeConfig, 'feeBps' | 'feeFixed'>,
): StripeConfig {
  return { name: 'sandbox-stripe', baseUrl, secretKey, webhookSecrets: [webhookSecret], ...fees };
}
