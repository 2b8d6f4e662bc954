import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { keepKeys } from '../keys.ts';

/** All secrets of the simulated account. */
const StripeKeys = z.object({
  /** The merchant's. */
  secretKey: z.string(),
  /** What events are signed with. */
  webhookSecret: z.string(),
  /** The one that it will be replaced by: while both hold, events carry both signatures. */
  nextWebhookSecret: z.string().optional(),
  /** Makes page addresses unguessable. */
  secret: z.string(),
});
export type StripeKeys = z.infer<typeof StripeKeys>;

/** The keys in `folder`, made at the first start; fresh ones when there is no folder. */
export async function loadStripeKeys(folder?: string): Promise<StripeKeys> {
  return keepKeys(folder, StripeKeys, makeStripeKeys);
}

/** From the system's randomness. */
export async function makeStripeKeys(): Promise<StripeKeys> {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  return {
    secretKey: `sk_test_${hex(24)}`,
    webhookSecret: `whsec_${hex(24)}`,
    secret: hex(16),
  };
}
