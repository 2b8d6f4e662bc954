import { generateKeyPair, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

export const pair = z.object({ serial: z.string(), privatePem: z.string(), publicPem: z.string() });

/** All secrets of the simulated contract: the merchant's and the provider's, because we play both sides. */
export const Keys = z.object({
  mchid: z.string(),
  appid: z.string(),
  apiV3Key: z.string().length(32),
  merchant: pair,
  /** The provider's key of today (`PUB_KEY_ID_…`). */
  publicKey: pair,
  /** The provider's older certificate, still used while it changes over. */
  certificate: pair,
});
export type Keys = z.infer<typeof Keys>;

/** The keys in `folder/keys.json` (0600), made at the first start; fresh ones when there is no folder. */
export async function loadKeys(folder?: string): Promise<Keys> {
  return keepKeys(folder, Keys, makeKeys);
}

/** Secrets of a shape that are made once and kept in `folder/keys.json`. */
export async function keepKeys<T>(
  folder: string | undefined,
  shape: z.ZodType<T>,
  make: () => Promise<T>,
): Promise<T> {
  if (folder === undefined) return make();
  const path = join(folder, 'keys.json');
  if (existsSync(path)) return shape.parse(JSON.parse(readFileSync(path, 'utf8')));

  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keys = await make();
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, path); // of two processes that start at once the first decides
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
  rmSync(draft);
  return shape.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** Three RSA-2048 pairs and an APIv3 key, from the system's randomness; some 0.3 s. */
export async function makeKeys(): Promise<Keys> {
  const hex = (bytes: number): string => randomBytes(bytes).toString('hex').toUpperCase();
  const [merchant, publicKey, certificate] = await Promise.all([
    makePair(hex(20)),
    makePair(`PUB_KEY_ID_01${hex(8)}`),
    makePair(hex(20)),
  ]);
  const apiV3Key = randomBytes(16).toString('hex');
  return {
    mchid: '1900000001',
    appid: 'wx0000000000000001',
    apiV3Key,
    merchant,
    publicKey,
    certificate,
  };
}

const generate = promisify(generateKeyPair);

/** An RSA-2048 pair. */
export async function makePair(serial: string): Promise<z.infer<typeof pair>> {
  const made = await generate('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { serial, privatePem: made.privateKey, publicPem: made.publicKey };
}
