import { seeded } from '#kernel/random.ts';
import type { GatewayBench } from '#platform/gateway/gateway.contract.ts';
import { openStripeGateway } from '#platform/gateway/stripe.ts';
import {
  aClock,
  aMerchant,
  benchOf,
  type Clock,
  type Merchant,
  openRoad,
  visitor,
} from '../testing.ts';
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
  const bench = benchOf({ simulator, merchant, clock, gateway, plan });
  return { ...bench, visit: visitor(simulator, 200) };
}
