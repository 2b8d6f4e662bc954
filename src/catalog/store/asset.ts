import type { Db } from '#platform/db.ts';

/** What a lesson needs to know of the file it shows. */
export function findAssetOf(db: Db, ownerId: string, id: string) {
  return db
    .selectFrom('asset')
    .select(['kind', 'durationSec'])
    .where('id', '=', id)
    .where('ownerId', '=', ownerId)
    .executeTakeFirst();
}
