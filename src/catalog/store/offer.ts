import { sql } from 'kysely';
import type { Tx } from '#platform/db.ts';
import type { Money } from '#kernel/money.ts';

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
