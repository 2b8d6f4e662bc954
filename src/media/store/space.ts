import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';

/** How many bytes the files of an owner take. */
export async function findUse(db: Db, ownerId: string): Promise<number> {
  const row = await db
    .selectFrom('storageUse')
    .select('usedBytes')
    .where('ownerId', '=', ownerId)
    .executeTakeFirst();
  return row?.usedBytes ?? 0;
}

/** Takes `bytes` of an owner's `quota`. False when they do not fit any more, however many files race for the rest. */
export async function takeSpace(
  tx: Tx,
  ownerId: string,
  bytes: number,
  quota: number,
): Promise<boolean> {
  const { rows } = await sql`
    insert into storage_use (owner_id, used_bytes)
    select ${ownerId}::uuid, ${bytes}::bigint where ${bytes}::bigint <= ${quota}::bigint
    on conflict (owner_id) do update set used_bytes = storage_use.used_bytes + excluded.used_bytes
      where storage_use.used_bytes + excluded.used_bytes <= ${quota}::bigint
    returning used_bytes`.execute(tx);
  return rows.length === 1;
}

/** Gives back what a file took. */
export async function giveSpace(tx: Tx, ownerId: string, bytes: number): Promise<void> {
  await sql`
    update storage_use set used_bytes = greatest(0, used_bytes - ${bytes}::bigint)
    where owner_id = ${ownerId}`.execute(tx);
}
