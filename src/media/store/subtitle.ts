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

/** Gives a medium subtitles in a language that it has none in. False when it has others; the same ones are no change. */
export async function insertSubtitle(
  tx: Tx,
  row: { assetId: string; locale: string; subtitleId: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('subtitle')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['assetId', 'locale'])
        .doUpdateSet({ subtitleId: row.subtitleId })
        .where('subtitle.subtitleId', '=', row.subtitleId),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Puts subtitles in the place of `before`. False when those are not there any more; done before is done. */
export async function replaceSubtitle(
  tx: Tx,
  { assetId, locale, subtitleId }: { assetId: string; locale: string; subtitleId: string },
  before: string,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('subtitle')
    .set({ subtitleId })
    .where('assetId', '=', assetId)
    .where('locale', '=', locale)
    .where('subtitleId', 'in', [before, subtitleId])
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Takes the subtitles of a language from a medium. False when there are none. */
export async function deleteSubtitle(tx: Tx, assetId: string, locale: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('subtitle')
    .where('assetId', '=', assetId)
    .where('locale', '=', locale)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** The subtitles of a medium with what their files are called, in the order of their languages. */
export async function selectTracks(
  db: Db,
  assetId: string,
): Promise<{ locale: string; subtitleId: string; fileName: string }[]> {
  return db
    .selectFrom('subtitle as s')
    .innerJoin('asset as a', 'a.id', 's.subtitleId')
    .select(['s.locale', 's.subtitleId', 'a.fileName'])
    .where('s.assetId', '=', assetId)
    .orderBy('s.locale')
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
