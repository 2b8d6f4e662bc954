import { randomBytes } from 'node:crypto';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { seal, unseal } from '#platform/seal.ts';
import { findKey, insertKey } from '../store/rendition.ts';

const purpose = 'media keys';

/** A video's `key` sealed with the house's secret, bound to its asset; `nonce` is 12 bytes that are used once. */
function sealKey(house: Buffer, assetId: string, key: Buffer, nonce: Buffer): Buffer {
  return seal(house, { purpose, id: assetId }, key, nonce);
}

/** The key that was sealed. @throws when the secret, the asset or a bit is another */
export function openKey(house: Buffer, assetId: string, sealed: Buffer): Buffer {
  return unseal(house, { purpose, id: assetId }, sealed);
}

/** The AES-128 key of an asset, made at the first call: of two at once both get the same. */
export async function ensureKey(ctx: Ctx, assetId: string): Promise<Buffer> {
  const { secret } = ctx.ports;
  const known = await findKey(ctx.db, assetId);
  if (known) return openKey(secret, assetId, known);
  const fresh = sealKey(secret, assetId, randomBytes(16), randomBytes(12));
  await inTransaction(ctx, (tx) => insertKey(tx, assetId, fresh));
  return openKey(secret, assetId, (await findKey(ctx.db, assetId))!);
}
