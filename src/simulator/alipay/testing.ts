import { seeded } from '#kernel/random.ts';
import type { GatewayBench } from '#platform/gateway/gateway.contract.ts';
import { openAlipayGateway } from '#platform/gateway/alipay.ts';
import {
  aClock,
  aMerchant,
  benchOf,
  type Clock,
  type Merchant,
  openRoad,
  visitor,
} from '../testing.ts';
import { type AlipayKeys, makeAlipayKeys } from './keys.ts';
import {
  type AlipaySimulator,
  type AlipaySimulatorOptions,
  openAlipaySimulator,
} from './simulator.ts';

const shared: { keys?: Promise<AlipayKeys> } = {};

/** One set of keys for all tests of a file. */
export function someAlipayKeys(): Promise<AlipayKeys> {
  shared.keys ??= makeAlipayKeys();
  return shared.keys;
}

export interface AlipayBench extends GatewayBench {
  readonly simulator: AlipaySimulator;
  readonly merchant: Merchant;
  readonly clock: Clock;
}

/** A gateway, the simulator behind it and a merchant that listens, all in this process on a virtual clock. */
export async function openAlipayBench(
  options: Partial<AlipaySimulatorOptions> = {},
): Promise<AlipayBench> {
  const clock = aClock();
  const merchant = aMerchant(clock, () => gateway);
  const simulator = await openAlipaySimulator({
    now: clock.now,
    random: seeded(7),
    deliver: merchant.deliver,
    baseUrl: 'http://127.0.0.1:3000/sandbox-alipay',
    keys: await someAlipayKeys(),
    ...options,
  });
  const { transport, plan } = openRoad(simulator);
  const gateway = openAlipayGateway(simulator.clientConfig, { transport, now: clock.now });
  const bench = benchOf({ simulator, merchant, clock, gateway, plan });
  return { ...bench, visit: visitor(simulator, 302) };
}
