import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Asset, AssetState } from '../types.ts';

const assetColumns = [
  'id',
  'ownerId',
  'kind',
  'fileName',
  'mediaType',
  'sizeBytes',
  'state',
  'failure',
  'durationSec',
  'width',
  'height',
  'lufs',
  'isFull',
  'createdAt',
] as const;

/** Assets by id, in one statement; unknown ids are left out. */
export async function selectAssets(db: Db, ids: readonly string[]): Promise<Asset[]> {
  const query = db
    .selectFrom('asset')
    .select(assetColumns)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`);
  return await query.execute();
}

/** The asset of an owner with these bytes. */
export async function findSameAsset(
  db: Db,
  ownerId: string,
  sha256: Buffer,
): Promise<Asset | undefined> {
  const query = db
    .selectFrom('asset')
    .select(assetColumns)
    .where('ownerId', '=', ownerId)
    .where('sha256', '=', sha256);
  return await query.executeTakeFirst();
}

/** Assets of an owner, newest first. */
export async function selectOwned(
  db: Db,
  ownerId: string,
  limit: number,
  after: { readonly createdAt: string; readonly id: string } | undefined,
): Promise<Asset[]> {
  let query = db.selectFrom('asset').select(assetColumns).where('ownerId', '=', ownerId);
  if (after)
    query = query.where(
      sql<boolean>`(created_at, id) < (${after.createdAt}::timestamptz, ${after.id}::uuid)`,
    );
  const rows = await query
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(sql.lit(limit))
    .execute();
  return rows;
}

/** Writes an asset. False when its owner already has one with these bytes. */
export async function insertAsset(
  tx: Tx,
  asset: Asset & { readonly sha256: Buffer },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('asset')
    .values(asset)
    .onConflict((conflict) => conflict.columns(['ownerId', 'sha256']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Ends the preparation of an asset. False when it was not being prepared any more. */
export async function endProcessing(
  tx: Tx,
  assetId: string,
  end: {
    readonly state: AssetState;
    readonly failure?: string;
    readonly durationSec?: number;
    readonly width?: number;
    readonly height?: number;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('asset')
    .set(end)
    .where('id', '=', assetId)
    .where('state', '=', 'processing')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Says that what was ready cannot be given to anybody. False when it was not ready any more. */
export async function failReady(tx: Tx, assetId: string, failure: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('asset')
    .set({ state: 'failed', failure })
    .where('id', '=', assetId)
    .where('state', '=', 'ready')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Writes what was found out of an asset's sound: how loud it is, and how it swells and fades. */
export async function noteLoudness(
  tx: Tx,
  assetId: string,
  found: { readonly lufs: number; readonly peaks: Buffer },
): Promise<void> {
  await tx.updateTable('asset').set(found).where('id', '=', assetId).execute();
}

/** The peaks of an asset's sound. */
export async function findPeaks(db: Db, assetId: string): Promise<Buffer | null> {
  const query = db.selectFrom('asset').select('peaks').where('id', '=', assetId);
  return (await query.executeTakeFirst())?.peaks ?? null;
}

/** Says that a transcoder has nothing more to make of an asset. */
export async function markFull(tx: Tx, assetId: string): Promise<void> {
  await tx.updateTable('asset').set({ isFull: true }).where('id', '=', assetId).execute();
}

/** Recordings that were stored when there was no transcoder, and nobody works on; oldest first. */
export async function selectNotFull(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('asset')
    .select('id')
    .where('isFull', '=', false)
    .where('kind', 'in', ['video', 'audio'])
    .where((eb) =>
      eb.or([eb('state', '=', 'ready'), eb('failure', 'in', ['media.codec', 'media.no_cuts'])]),
    )
    .where((eb) =>
      eb.not(
        eb.exists(eb.selectFrom('making').select('assetId').whereRef('assetId', '=', 'asset.id')),
      ),
    )
    .orderBy('id')
    .limit(sql.lit(limit))
    .execute();
  return rows.map(({ id }) => id);
}

/** Begins anew what ended for want of a transcoder. */
export async function reopenFailed(tx: Tx, assetId: string): Promise<void> {
  await tx
    .updateTable('asset')
    .set({ state: 'processing', failure: null })
    .where('id', '=', assetId)
    .where('state', '=', 'failed')
    .execute();
}

/** Deletes an asset that nothing names; answers what it took, if it was there. @throws a foreign key violation when something does */
export async function deleteAsset(
  tx: Tx,
  assetId: string,
): Promise<{ readonly ownerId: string; readonly sizeBytes: number } | undefined> {
  await tx
    .deleteFrom('stretch')
    .where('renditionId', 'in', (eb) =>
      eb.selectFrom('rendition').select('id').where('assetId', '=', assetId),
    )
    .execute();
  for (const table of ['rendition', 'making', 'mediaKey', 'subtitle'] as const) {
    await tx.deleteFrom(table).where('assetId', '=', assetId).execute();
  }
  return tx
    .deleteFrom('asset')
    .where('id', '=', assetId)
    .returning(['ownerId', 'sizeBytes'])
    .executeTakeFirst();
}
