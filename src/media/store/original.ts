import { sql } from 'kysely';
import type { Db } from '#platform/db.ts';
import type { Original, Sound } from '../types.ts';

/** The files of assets as they came in, by asset; unknown ids are left out. */
export async function selectOriginals(db: Db, ids: readonly string[]): Promise<Original[]> {
  const { rows } = await sql<Original>`
    select a.id as asset_id, a.kind, a.file_name, a.media_type, a.size_bytes,
      encode(a.sha256, 'hex') as sha256, r.prefix || 'original' as key
    from asset a join rendition r on r.asset_id = a.id and r.name = 'original'
    where a.id = any(${ids}::uuid[])`.execute(db);
  return rows;
}

/** The subtitles of several media, in the order of their languages. */
export async function selectSubtitlesOf(
  db: Db,
  assetIds: readonly string[],
): Promise<{ assetId: string; locale: string; subtitleId: string }[]> {
  return db
    .selectFrom('subtitle')
    .select(['assetId', 'locale', 'subtitleId'])
    .where('assetId', '=', sql<string>`any(${assetIds}::uuid[])`)
    .orderBy('assetId')
    .orderBy('locale')
    .execute();
}

/** What is delivered of audios that are ready: the levelled file, else the one that came in. */
export async function selectSounds(db: Db, ids: readonly string[]): Promise<Sound[]> {
  const { rows } = await sql<Sound>`
    select distinct on (a.id) a.id as asset_id, r.media_type, r.size_bytes
    from asset a join rendition r on r.asset_id = a.id and r.name in ('sound', 'original') and r.is_whole
    where a.id = any(${ids}::uuid[]) and a.kind = 'audio' and a.state = 'ready'
    order by a.id, r.name = 'sound' desc`.execute(db);
  return rows;
}
