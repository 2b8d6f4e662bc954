import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '#platform/db.ts';

/** An address as it is kept: addresses are long, and some are secrets. */
function hashOf(url: string): Buffer {
  return createHash('sha256').update(url).digest();
}

/** The assets that became of what an owner's imports fetched from these addresses. */
export async function findBrought(
  db: Db,
  ownerId: string,
  urls: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (urls.length === 0) return new Map();
  const byHash = new Map(urls.map((url) => [hashOf(url).toString('hex'), url]));
  const rows = await db
    .selectFrom('broughtFile')
    .select(['addressHash', 'assetId'])
    .where('ownerId', '=', ownerId)
    .where('addressHash', '=', sql<Buffer>`any(${urls.map(hashOf)}::bytea[])`)
    .execute();
  return new Map(
    rows.map(({ addressHash, assetId }) => [byHash.get(addressHash.toString('hex'))!, assetId]),
  );
}

/** Notes what became of a file that was fetched. */
export async function insertBrought(
  db: Db,
  ownerId: string,
  url: string,
  assetId: string,
): Promise<void> {
  await db
    .insertInto('broughtFile')
    .values({ ownerId, addressHash: hashOf(url), assetId })
    .onConflict((conflict) => conflict.columns(['ownerId', 'addressHash']).doUpdateSet({ assetId }))
    .execute();
}
