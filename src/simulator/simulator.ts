import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import type { WechatConfig } from '#platform/gateway/wechat.ts';
import { type Agreements, openAgreements } from './agreement.ts';
import { openSigning } from './agreement-http.ts';
import { openBook } from './book.ts';
import { type Deliver, openCallbacks } from './callbacks.ts';
import { openCashier } from './cashier.ts';
import { type Desk, stamp } from './desk.ts';
import { type FaultRates, openFaults } from './faults.ts';
import { type Keys, loadKeys } from './keys.ts';
import { openProvider } from './provider.ts';
import { openSealer } from './seal.ts';
import { openLine, type Standing } from './line.ts';
import { openTongue } from './tongue.ts';

export interface SimulatorOptions {
  /** Where book and keys live; in memory when absent. One process at a time. */
  readonly folder?: string;
  readonly now: () => Date;
  /** From 0 to below 1; seeded in a simulation. Nonces and faults come from here, keys never. */
  readonly random: () => number;
  /** Posts a notice to the merchant: `fetch`, or the merchant's app in the same process. */
  readonly deliver: Deliver;
  /** Where the world reaches the simulator, with the prefix it is mounted under; no slash at the end. */
  readonly baseUrl: string;
  readonly faults?: Partial<FaultRates>;
  /** Fee in basis points; 60. */
  readonly feeBps?: number;
  /** Money of the merchant at the very first start, fen; 0. */
  readonly openingCash?: number;
  /** Seconds until a refund settles (2), and until a payee confirms (3). */
  readonly refundSec?: number;
  readonly transferSec?: number;
  /** See `CallbackOptions`; 1. */
  readonly retryScale?: number;
  readonly keyMode?: 'public_key' | 'certificate' | 'mixed';
  /** Bills of the running day; false. */
  readonly billsAtOnce?: boolean;
  /** How many notices are on their way at once; 1, which keeps a simulation in one order. */
  readonly parallelNotices?: number;
  /** Origins a payer may be sent back to, besides those of `baseUrl` and of the payment's `notifyUrl`. */
  readonly returnOrigins?: readonly string[];
  /** Ready-made keys, so that many simulators of a test need not wait for their own. */
  readonly keys?: Keys;
}

/** The outside world: a provider that holds real (simulated) money in a book of its own. */
export interface Simulator extends Standing {
  readonly clientConfig: WechatConfig;
  /** What payers agreed to be charged by. */
  readonly agreements: Agreements;
  /** The merchant tops its account up by `amount` fen. */
  readonly deposit: (amount: number) => void;
}

const defaultFeeBps = 60;

const defaults = {
  faults: {},
  feeBps: defaultFeeBps,
  openingCash: 0,
  refundSec: 2,
  transferSec: 3,
  retryScale: 1,
  keyMode: 'public_key',
  billsAtOnce: false,
  parallelNotices: 1,
  returnOrigins: [],
} as const;

/** Starts the simulated provider ("微信支付 v3 behaviour"). Owns no port and no timer. */
export async function openSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { now, random, baseUrl, deliver } = options;
  const { feeBps, refundSec, transferSec, ...settings } = { ...defaults, ...options };
  const keys = options.keys ?? (await loadKeys(options.folder));
  const sealer = openSealer(keys);
  const book = openBook(options.folder);
  const deposit = (amount: number): void =>
    book.append({ kind: 'deposited', at: stamp(now()), amount });
  if (book.length() === 0 && settings.openingCash > 0) deposit(settings.openingCash);

  const faults = openFaults(settings.faults, random);
  const nonce = (length: number): string =>
    Array.from({ length }, () => Math.floor(random() * 36).toString(36)).join('');
  const { retryScale, keyMode, billsAtOnce, returnOrigins, parallelNotices: parallel } = settings;
  const tongue = openTongue({ book, sealer, now, nonce, keyMode });
  const callbacks = openCallbacks({ book, faults, tongue, now, deliver, retryScale, parallel });
  const { announce } = callbacks;
  const times = { refundSec, transferSec };
  const desk: Desk = { book, faults, feeBps, ...times, secret: keys.apiV3Key, announce };

  const app = new Hono();
  app.route(
    '/cashier',
    openCashier({ desk, baseUrl, now, returnOrigins, style: readStyle(), brand }),
  );
  const agreements = openAgreements(desk, options.folder);
  app.route('/agreements', openSigning({ agreements, baseUrl, now }));
  const office = { desk, sealer, callbacks, agreements, baseUrl, now, nonce, billsAtOnce };
  app.route('/', openProvider(office));
  return {
    ...openLine({ app, desk, callbacks, baseUrl, now }),
    clientConfig: configOf(keys, baseUrl, feeBps),
    agreements,
    deposit,
  };
}

/** What a client needs to reach the simulator at `baseUrl` whose keys are in `folder`, from another process than its own. */
export async function clientConfigOf(folder: string, baseUrl: string): Promise<WechatConfig> {
  return configOf(await loadKeys(folder), baseUrl, defaultFeeBps);
}

/**
 * Why this simulator may not run; undefined when it may. Whoever can reach the cashier can pay with nothing, so in
 * production it is reachable from this machine only.
 */
export function refuseInProduction(setting: {
  production: boolean;
  baseUrl: string;
  /** The address that the server listens on. */
  host: string;
}): string | undefined {
  if (!setting.production) return undefined;
  const open = [new URL(setting.baseUrl).hostname, setting.host].find((name) => !isLoopback(name));
  return open === undefined
    ? undefined
    : `The sandbox cashier takes no real money; in production it may not be reachable at ${open}.`;
}

/** Whether a host name means this machine to whoever uses it. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|\[?::1\]?|127(?:\.\d{1,3}){3})$/.test(hostname);
}

const brand = { id: 'wechat', zh: '微信支付', en: 'WeChat Pay' } as const;

/** The cashier's style sheet. */
export function readStyle(): string {
  return readFileSync(new URL('cashier.css', import.meta.url), 'utf8');
}

function configOf(keys: Keys, baseUrl: string, feeBps: number): WechatConfig {
  return {
    name: 'sandbox',
    baseUrl,
    mchid: keys.mchid,
    appid: keys.appid,
    trade: 'h5',
    feeBps,
    merchantSerial: keys.merchant.serial,
    merchantPrivateKeyPem: keys.merchant.privatePem,
    platformKeyPems: {
      [keys.certificate.serial]: keys.certificate.publicPem,
      [keys.publicKey.serial]: keys.publicKey.publicPem,
    },
    apiV3Key: keys.apiV3Key,
    transferScene: {
      id: '1005',
      infos: [
        { type: '岗位类型', content: '知识创作者' },
        { type: '报酬说明', content: '课程分成' },
      ],
    },
  };
}
