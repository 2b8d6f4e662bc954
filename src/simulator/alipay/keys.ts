import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { keepKeys, makePair, pair } from '../keys.ts';

/** All secrets of the simulated contract: the merchant's and the provider's, because we play both sides. */
const AlipayKeys = z.object({
  appId: z.string(),
  sellerId: z.string(),
  /** Makes cashier addresses unguessable. */
  secret: z.string(),
  app: pair,
  alipay: pair,
});
export type AlipayKeys = z.infer<typeof AlipayKeys>;

/** The keys in `folder`, made at the first start; fresh ones when there is no folder. */
export async function loadAlipayKeys(folder?: string): Promise<AlipayKeys> {
  return keepKeys(folder, AlipayKeys, makeAlipayKeys);
}

/** Two RSA-2048 pairs, from the system's randomness. */
export async function makeAlipayKeys(): Promise<AlipayKeys> {
  const [app, alipay] = await Promise.all([makePair('app'), makePair('alipay')]);
  const secret = randomBytes(16).toString('hex');
  return { appId: '2021000000000001', sellerId: '2088000000000001', secret, app, alipay };
}
