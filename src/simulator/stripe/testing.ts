import { seeded } from '#kernel/random.ts';
import type { GatewayBench } from '#platform/gateway/gateway.contract.ts';
import { openStripeGateway } from '#platform/gateway/stripe.ts';
import { aClock, aMerchant, type Clock, type Merchant, openRoad } from '../testing.ts';
import {
  openStripeSimulator,
  type StripeSimulator,
  type StripeSimulatorOptions,
} from './simulator.ts';

export interface StripeBench extends GatewayBench {
  readonly simulator: StripeSimulator;
  readonly merchant: Merchant;
  readonly clock: Clock;
}

/** A gateway, the simulator behind it and a merchant that listens, all in this process on a virtual clock. */
export async function openStripeBench(
  options: Partial<StripeSimulatorOptions> = {},
): Promise<StripeBench> {
  const clock = aClock();
  const merchant = aMerchant(clock, () => gateway);
  const simulator = await openStripeSimulator({
    now: clock.now,
    random: seeded(7),
    deliver: merchant.deliver,
    baseUrl: 'http://127.0.0.1:3000/sandbox-stripe',
    notifyUrl: 'http://127.0.0.1:3000/gateway/notices',
    // What a refund costs besides lies there already.
    openingCash: 100_000,
    ...options,
  });
  const { transport, plan } = openRoad(simulator);
  const gateway = openStripeGateway(simulator.clientConfig, { transport, now: clock.now });
  const pass = async (seconds: number) => {
    const before = merchant.heard.length;
    clock.move(seconds);
    await simulator.tick();
    return merchant.heard.slice(before);
  };
  return {
    simulator,
    merchant,
    clock,
    gateway,
    now: clock.now,
    pass,
    pay: (outTradeNo) => void simulator.pay(outTradeNo),
    visit: async (payUrl) => {
      const { status } = await simulator.handle(new Request(payUrl));
      if (status !== 200) throw new Error(`the page answered ${status}`);
    },
    loseNextAnswer: () => void (plan.loses = 'answer'),
    loseNextRequest: () => void (plan.loses = 'request'),
    cash: () => simulator.book.totals().cash,
  };
}
