import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Money } from '#kernel/money.ts';
import type { Offer } from '../types.ts';

/** An offer with what an order needs to know of its work, in one round trip. */
export async function findOffer(db: Db, id: string): Promise<Offer | undefined> {
  const { rows } = await sql<Offer>`
    select o.id, o.price, o.currency, o.retired_at is null as is_current, w.id as work_id, w.slug as work_slug,
      v.title as work_title, w.state as work_state, w.creator_id, v.part_ids
    from offer o join work w on w.id = o.work_id
    join work_version v on v.id = coalesce(w.live_id, w.draft_id)
    where o.id = ${id}`.execute(db);
  return rows[0];
}

/** Retires the current offer of a work unless it already costs `price`. False when nothing needs to change. */
export async function retireOffer(
  tx: Tx,
  workId: string,
  price: Money,
  now: Date,
): Promise<boolean> {
  // The work's row is held, so that two prices set at once become two offers, one after the other.
  const { rows } = await sql<{ price: number | null }>`
    select (select o.price from offer o where o.work_id = w.id and o.retired_at is null) as price
    from work w where w.id = ${workId} for no key update of w`.execute(tx);
  if (rows[0]?.price === price) return false;
  await tx
    .updateTable('offer')
    .set({ retiredAt: now })
    .where('workId', '=', workId)
    .where('retiredAt', 'is', null)
    .execute();
  return true;
}

export async function insertOffer(
  tx: Tx,
  row: { id: string; workId: string; price: Money; createdAt: Date },
): Promise<void> {
  await tx.insertInto('offer').values(row).execute();
}
