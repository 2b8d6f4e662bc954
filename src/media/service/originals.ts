import type { Db } from '#platform/db.ts';
import { selectOriginals, selectSounds, selectSubtitlesOf } from '../store/original.ts';
import type { Original, Sound } from '../types.ts';

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

/** What is delivered of audios, by asset; what cannot be heard yet is left out. */
export async function findSounds(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Sound>> {
  if (ids.length === 0) return new Map();
  return new Map((await selectSounds(db, ids)).map((sound) => [sound.assetId, sound]));
}
