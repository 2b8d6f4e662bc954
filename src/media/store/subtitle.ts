import type { Db, Tx } from '#platform/db.ts';

/** Gives a medium its subtitles in one language, in place of those it had. */
export async function upsertSubtitle(
  tx: Tx,
  row: { assetId: string; locale: string; subtitleId: string },
): Promise<void> {
  await tx
    .insertInto('subtitle')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['assetId', 'locale']).doUpdateSet({ subtitleId: row.subtitleId }),
    )
    .execute();
}

export async function selectSubtitles(
  db: Db,
  assetId: string,
): Promise<{ locale: string; subtitleId: string }[]> {
  return db
    .selectFrom('subtitle')
    .select(['locale', 'subtitleId'])
    .where('assetId', '=', assetId)
    .orderBy('locale')
    .execute();
}
