import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { BundlePart } from '../types.ts';

/** Works as parts of a bundle, in the order of `ids`: live as everybody sees them, else as their drafts are called. */
export async function selectParts(db: Db, ids: readonly string[]): Promise<BundlePart[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<BundlePart>`
    select w.id, w.kind, w.slug, v.title, v.title_en, w.state, w.lesson_count, o.price
    from unnest(${[...ids]}::uuid[]) with ordinality as part (id, position) join work w on w.id = part.id
    join work_version v on v.id = coalesce(w.live_id, w.draft_id)
    left join offer o on o.work_id = w.id and o.retired_at is null
    where w.state <> 'deleted' order by part.position`.execute(db);
  return rows;
}

/** How many of these works can be a part of a bundle of this creator. */
export async function countFit(tx: Tx, creatorId: string, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from work
    where id = any(${[...ids]}::uuid[]) and creator_id = ${creatorId} and kind <> 'bundle' and state <> 'deleted'`.execute(
    tx,
  );
  return rows[0]!.count;
}
