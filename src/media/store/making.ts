import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Making } from '../types.ts';

/** Notes that something is to be made of an asset, or that it is taken up again. */
export async function upsertMaking(tx: Tx, assetId: string, begunAt: Date): Promise<void> {
  await tx
    .insertInto('making')
    .values({ assetId, step: 'waiting', begunAt })
    .onConflict((conflict) => conflict.column('assetId').doUpdateSet({ begunAt }))
    .execute();
}

/** Takes up what is to be made of an asset. False when nothing is. */
export async function beginMaking(db: Db, assetId: string, begunAt: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('making')
    .set({ begunAt })
    .where('assetId', '=', assetId)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Says how far it is; nothing where nothing is being made any more. */
export async function moveMaking(db: Db, assetId: string, to: Making): Promise<void> {
  await db.updateTable('making').set(to).where('assetId', '=', assetId).execute();
}

/** Nothing is left to be made of an asset. */
export async function endMaking(tx: Tx, assetId: string): Promise<void> {
  await tx.deleteFrom('making').where('assetId', '=', assetId).execute();
}

/** What is being made of these assets, by asset. */
export async function selectMakings(
  db: Db,
  assetIds: readonly string[],
): Promise<ReadonlyMap<string, Making>> {
  const rows = await db
    .selectFrom('making')
    .select(['assetId', 'step', 'doneBps', 'leftSec'])
    .where('assetId', '=', sql<string>`any(${assetIds}::uuid[])`)
    .execute();
  return new Map(rows.map(({ assetId, ...making }) => [assetId, making]));
}

/** Assets that nobody took up since `before`, longest first. */
export async function selectForgotten(db: Db, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('making')
    .select('assetId')
    .where('begunAt', '<', before)
    .orderBy('begunAt')
    .limit(sql.lit(limit))
    .execute();
  return rows.map(({ assetId }) => assetId);
}
