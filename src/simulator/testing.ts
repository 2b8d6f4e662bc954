import { seeded } from '#kernel/random.ts';
import type { Gateway, Notice, Transport } from '#platform/gateway/gateway.ts';
import type { GatewayBench } from '#platform/gateway/gateway.contract.ts';
import { openWechatGateway } from '#platform/gateway/wechat.ts';
import type { Deliver } from './callbacks.ts';
import { type Keys, makeKeys } from './keys.ts';
import { openSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';

/** A virtual clock. */
export interface Clock {
  readonly now: () => Date;
  readonly move: (seconds: number) => void;
}

export function aClock(start = '2026-11-21T02:00:00Z'): Clock {
  let ms = Date.parse(start);
  return {
    now: () => new Date(ms),
    move: (seconds) => {
      ms += seconds * 1000;
    },
  };
}

const shared: { keys?: Promise<Keys> } = {};

/** One set of keys for all tests of a file: to make them takes longer than most tests. */
export function someKeys(): Promise<Keys> {
  shared.keys ??= makeKeys();
  return shared.keys;
}

/** What a merchant that understands every notice hears; an answer other than 204 can be set. */
export interface Merchant {
  readonly deliver: Deliver;
  readonly heard: Notice[];
  readonly posts: { headers: Headers; body: Uint8Array; at: Date }[];
  status: number;
}

export interface TestBench extends GatewayBench {
  readonly simulator: Simulator;
  readonly merchant: Merchant;
  readonly clock: Clock;
}

/** A merchant that reads notices by `gateway`, and keeps what it heard. */
export function aMerchant(clock: Clock, gateway: () => Gateway): Merchant {
  const merchant: Merchant = {
    heard: [],
    posts: [],
    status: 204,
    deliver: async (_url, init) => {
      const body = new Uint8Array(await new Response(init.body ?? null).arrayBuffer());
      const headers = new Headers(init.headers);
      merchant.posts.push({ headers, body, at: clock.now() });
      if (merchant.status !== 204) return new Response('', { status: merchant.status });
      try {
        merchant.heard.push(gateway().readNotice(headers, body, clock.now()));
      } catch (error) {
        return new Response(String(error), { status: 401 });
      }
      const { understood } = gateway();
      return understood ? new Response(understood) : new Response(null, { status: 204 });
    },
  };
  return merchant;
}

/** What stands on a bench, of whichever provider. */
interface Parts<S extends BenchSimulator> {
  readonly simulator: S;
  readonly merchant: Merchant;
  readonly clock: Clock;
  readonly gateway: Gateway;
  readonly plan: ReturnType<typeof openRoad>['plan'];
}

interface BenchSimulator {
  tick(): Promise<unknown>;
  pay(outTradeNo: string): unknown;
  readonly book: { totals(): { readonly cash: number } };
}

/** A bench of these parts, at which nobody has to come to a page before paying. */
export function benchOf<S extends BenchSimulator>({
  simulator,
  merchant,
  clock,
  gateway,
  plan,
}: Parts<S>): GatewayBench & Omit<Parts<S>, 'plan'> {
  return {
    simulator,
    merchant,
    clock,
    gateway,
    now: clock.now,
    pass: async (seconds) => {
      const before = merchant.heard.length;
      clock.move(seconds);
      await simulator.tick();
      return merchant.heard.slice(before);
    },
    pay: (outTradeNo) => void simulator.pay(outTradeNo),
    visit: async () => undefined,
    loseNextAnswer: () => void (plan.loses = 'answer'),
    loseNextRequest: () => void (plan.loses = 'request'),
    cash: () => simulator.book.totals().cash,
  };
}

/** Comes to the page of a provider's, as a payer's browser does. */
export const visitor =
  (simulator: { handle(request: Request): Promise<Response> }, expected: number) =>
  async (payUrl: string): Promise<void> => {
    const { status } = await simulator.handle(new Request(payUrl));
    if (status !== expected) throw new Error(`the cashier answered ${status}`);
  };

/** A gateway, the simulator behind it and a merchant that listens, all in this process on a virtual clock. */
export async function openBench(options: Partial<SimulatorOptions> = {}): Promise<TestBench> {
  const clock = aClock();
  const random = seeded(7);
  const merchant = aMerchant(clock, () => gateway);
  const simulator = await openSimulator({
    now: clock.now,
    random,
    deliver: merchant.deliver,
    baseUrl: 'http://127.0.0.1:3000/sandbox',
    keys: await someKeys(),
    ...options,
  });
  let nonces = 0;
  const { transport, plan } = openRoad(simulator);
  const gateway = openWechatGateway(simulator.clientConfig, {
    transport,
    now: clock.now,
    nonce: () => `n${String((nonces += 1)).padStart(20, '0')}`,
  });
  return benchOf({ simulator, merchant, clock, gateway, plan });
}

/** The simulator's transport with a hand on it: the next request, or the answer to it, gets lost. */
export function openRoad(simulator: Pick<Simulator, 'transport'>) {
  const plan: { loses?: 'request' | 'answer' | undefined } = {};
  const lose = (what: 'request' | 'answer'): void => {
    if (plan.loses !== what) return;
    plan.loses = undefined;
    throw new DOMException('no answer came', 'TimeoutError');
  };
  const transport: Transport = async (url, init) => {
    lose('request');
    const response = await simulator.transport(url, init);
    lose('answer');
    return response;
  };
  return { transport, plan };
}
