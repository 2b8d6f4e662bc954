import { Hono } from 'hono';
import type { AlipayConfig } from '#platform/gateway/alipay.ts';
import { type Book, openBook } from '../book.ts';
import { openCallbacks, type Tongue } from '../callbacks.ts';
import { openCashier } from '../cashier.ts';
import { type Desk, stamp } from '../desk.ts';
import { type FaultRates, type Faults, openFaults } from '../faults.ts';
import { openLine, type Standing } from '../line.ts';
import { readStyle, type SimulatorOptions } from '../simulator.ts';
import { postFields } from './forge.ts';
import { type AlipayKeys, loadAlipayKeys } from './keys.ts';
import { openAlipayProvider } from './provider.ts';
import { type AlipaySealer, openAlipaySealer } from './seal.ts';
import { fieldsOf } from './spell.ts';

export type AlipaySimulatorOptions = Omit<SimulatorOptions, 'keys' | 'keyMode' | 'transferSec'> & {
  readonly keys?: AlipayKeys;
};

/** The outside world: a provider that behaves like Alipay, with real (simulated) money in a book of its own. */
export interface AlipaySimulator extends Standing {
  readonly clientConfig: AlipayConfig;
  readonly sealer: AlipaySealer;
}

const defaultFeeBps = 60;
const defaults = {
  faults: {},
  feeBps: defaultFeeBps,
  openingCash: 0,
  refundSec: 2,
  retryScale: 1,
  billsAtOnce: false,
  parallelNotices: 1,
  returnOrigins: [],
} as const;
const brand = { id: 'alipay', zh: '支付宝', en: 'Alipay' } as const;

/** Eight deliveries in 25 hours. Source: https://opendocs.alipay.com/open/270/105902 */
const retrySec = [240, 600, 600, 3600, 7200, 21_600, 54_000];

/** Starts the simulated provider. Owns no port and no timer. */
export async function openAlipaySimulator(
  options: AlipaySimulatorOptions,
): Promise<AlipaySimulator> {
  const { now, random, baseUrl, deliver } = options;
  const { feeBps, openingCash, refundSec, ...settings } = { ...defaults, ...options };
  const keys = options.keys ?? (await loadAlipayKeys(options.folder));
  const sealer = openAlipaySealer(keys);
  const book = openBook(options.folder);
  if (book.length() === 0 && openingCash > 0)
    book.append({ kind: 'deposited', at: stamp(now()), amount: openingCash });

  const faults = mendable(openFaults(settings.faults, random));
  const tongue = openAlipayTongue(sealer, book, now);
  const { retryScale, parallelNotices: parallel } = settings;
  const callbacks = openCallbacks({ book, tongue, faults, now, deliver, retryScale, parallel });
  const desk: Desk = {
    book,
    faults,
    feeBps,
    refundSec,
    transferSec: 0,
    secret: keys.secret,
    announce: callbacks.announce,
  };
  const app = new Hono();
  const { returnOrigins, billsAtOnce } = settings;
  app.route(
    '/cashier',
    openCashier({ desk, baseUrl, now, returnOrigins, style: readStyle(), brand }),
  );
  app.route('/', openAlipayProvider({ desk, sealer, callbacks, baseUrl, now, billsAtOnce }));
  return {
    ...openLine({ app, desk, callbacks, baseUrl, now }),
    clientConfig: configOf(keys, baseUrl, feeBps),
    sealer,
  };
}

/** What a client needs to reach the simulator at `baseUrl` whose keys are in `folder`, from another process than its own. */
export async function alipayConfigOf(folder: string, baseUrl: string): Promise<AlipayConfig> {
  return configOf(await loadAlipayKeys(folder), baseUrl, defaultFeeBps);
}

/** A refund that goes wrong here can always be asked for again: the provider has no word for one that ended. */
function mendable(faults: Faults): Faults {
  const strikes = (fault: keyof FaultRates) => fault !== 'refundClosed' && faults.strikes(fault);
  return { ...faults, strikes };
}

function openAlipayTongue(sealer: AlipaySealer, book: Book, now: () => Date): Tongue {
  return {
    secret: sealer.keys.secret,
    retrySec,
    spell: (notice) => postFields(sealer, fieldsOf(sealer, book, notice, now())),
    // Nothing but this one word, and no page around it.
    isHeard: async (response) => (await response.text()) === 'success',
  };
}

function configOf(keys: AlipayKeys, baseUrl: string, feeBps: number): AlipayConfig {
  return {
    name: 'sandbox-alipay',
    gatewayUrl: `${baseUrl}/gateway.do`,
    appId: keys.appId,
    sellerId: keys.sellerId,
    feeBps,
    appPrivateKeyPem: keys.app.privatePem,
    alipayPublicKeyPem: keys.alipay.publicPem,
  };
}
