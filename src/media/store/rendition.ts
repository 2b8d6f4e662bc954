import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Rendition, Stretch } from '../types.ts';

/** Writes a rendition. False when the asset has one of this name. */
export async function insertRendition(tx: Tx, row: Rendition): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('rendition')
    .values({ ...row, detail: JSON.stringify(row.detail) })
    .onConflict((conflict) => conflict.columns(['assetId', 'name']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Writes a stretch of a rendition. False when it has one at this place. */
export async function insertStretch(tx: Tx, row: Stretch): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('stretch')
    .values({ ...row, segments: JSON.stringify(row.segments) })
    .onConflict((conflict) => conflict.columns(['renditionId', 'position']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Says that a rendition has all its stretches. */
export async function markWhole(tx: Tx, renditionId: string): Promise<void> {
  const sizeBytes = sql<number>`(select sum(size_bytes) from stretch where rendition_id = ${renditionId})`;
  await tx
    .updateTable('rendition')
    .set({ isWhole: true, sizeBytes })
    .where('id', '=', renditionId)
    .execute();
}

/** The renditions of an asset, by name, also those that are not whole. */
export async function selectRenditions(db: Db, assetId: string): Promise<Rendition[]> {
  const rows = await db
    .selectFrom('rendition')
    .selectAll()
    .where('assetId', '=', assetId)
    .orderBy('name')
    .execute();
  return rows as Rendition[];
}

/** The stretches of an asset's renditions, in order. */
export async function selectStretches(db: Db, assetId: string): Promise<Stretch[]> {
  const rows = await db
    .selectFrom('stretch')
    .innerJoin('rendition', 'rendition.id', 'renditionId')
    .selectAll('stretch')
    .where('assetId', '=', assetId)
    .orderBy('renditionId')
    .orderBy('position')
    .execute();
  return rows as Stretch[];
}

/** Takes renditions away by name; their files are swept a day after they were written. */
export async function deleteRenditions(
  tx: Tx,
  assetId: string,
  names: readonly string[],
): Promise<void> {
  const named = sql<boolean>`asset_id = ${assetId} and name = any(${names}::text[])`;
  await sql`delete from stretch where rendition_id in (select id from rendition where ${named})`.execute(
    tx,
  );
  await tx.deleteFrom('rendition').where(named).execute();
}

/** Every prefix below which files of `assetId` are in use. */
export async function selectPrefixes(db: Db, assetId: string): Promise<string[]> {
  const { rows } = await sql<{ prefix: string }>`
    select prefix from rendition where asset_id = ${assetId}
    union
    select stretch.prefix from stretch join rendition on rendition.id = rendition_id where asset_id = ${assetId}`.execute(
    db,
  );
  return rows.map(({ prefix }) => prefix);
}

/** Keeps a key for an asset, unless it has one. */
export async function insertKey(tx: Tx, assetId: string, sealedKey: Buffer): Promise<void> {
  await tx
    .insertInto('mediaKey')
    .values({ assetId, sealedKey })
    .onConflict((conflict) => conflict.column('assetId').doNothing())
    .execute();
}

export async function findKey(db: Db, assetId: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('mediaKey')
    .select('sealedKey')
    .where('assetId', '=', assetId)
    .executeTakeFirst();
  return row?.sealedKey;
}
