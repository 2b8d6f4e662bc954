import { sql } from 'kysely';
import type { AssetKind, AssetState } from '#media/types.ts';
import type { Db, Tx } from '#platform/db.ts';

/** A file that texts of a work show by its path. */
export interface ShownFile {
  readonly assetId: string;
  readonly kind: AssetKind;
  readonly state: AssetState;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly width: number | null;
  readonly height: number | null;
}

/** The files of a work at these paths; only its creator's own. */
export async function selectShown(
  db: Db,
  workId: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, ShownFile>> {
  if (paths.length === 0) return new Map();
  const rows = await db
    .selectFrom('embeddedAsset')
    .innerJoin('asset', 'asset.id', 'embeddedAsset.assetId')
    .innerJoin('work', (join) =>
      join
        .onRef('work.id', '=', 'embeddedAsset.workId')
        .onRef('work.creatorId', '=', 'asset.ownerId'),
    )
    .select(['path', 'assetId', 'asset.kind', 'asset.state', 'fileName', 'sizeBytes'])
    .select(['width', 'height'])
    .where('embeddedAsset.workId', '=', workId)
    .where('path', '=', sql<string>`any(${paths}::text[])`)
    .execute();
  return new Map(rows.map(({ path, ...file }) => [path, file as ShownFile]));
}

/** Gives paths of a work their assets. Paths that are not named stay: what is live may still name them. */
export async function upsertEmbedded(
  tx: Tx,
  workId: string,
  assets: ReadonlyMap<string, string>,
): Promise<void> {
  if (assets.size === 0) return;
  await tx
    .insertInto('embeddedAsset')
    .values(Array.from(assets, ([path, assetId]) => ({ workId, path, assetId })))
    .onConflict((conflict) =>
      conflict
        .columns(['workId', 'path'])
        .doUpdateSet((eb) => ({ assetId: eb.ref('excluded.assetId') })),
    )
    .execute();
}
