import type { Db } from '#platform/db.ts';
import { selectOriginals, selectSubtitlesOf } from '../store/original.ts';
import type { Original } from '../types.ts';

/**
 * The files of assets as they came in, and those of the subtitles that recordings among them have. Only for who owns them:
 * an original is not encrypted, and may tell where it was taken.
 */
export async function findOriginals(
  db: Db,
  ids: readonly string[],
): Promise<{
  readonly files: ReadonlyMap<string, Original>;
  readonly subtitles: readonly { assetId: string; locale: string; subtitleId: string }[];
}> {
  const subtitles = await selectSubtitlesOf(db, ids);
  const all = [...ids, ...subtitles.map(({ subtitleId }) => subtitleId)];
  const files = new Map((await selectOriginals(db, all)).map((file) => [file.assetId, file]));
  return { files, subtitles };
}
