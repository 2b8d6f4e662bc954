import { sql } from 'kysely';
import type { Money } from '#kernel/money.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Write } from '#platform/together.ts';

/** Whether something is left of the flash sale `p`. */
export const hasPiece = sql`exists (
  select from flash_piece f where f.promotion_id = p.id and f.order_id is null)`;

const pieces = (which: string) => sql`case when p.kind = 'flash' then (
  select count(*)::int from flash_piece f where f.promotion_id = p.id and ${sql.raw(which)}) end`;

/** How many pieces of the flash sale `p` were paid for; null where it is none. */
export const soldPieces = pieces('f.sold_at is not null');

/** How many are held by orders that wait for their money. */
export const heldPieces = pieces('f.order_id is not null and f.sold_at is null');

/** Lays out the pieces of a new flash sale. */
export async function makePieces(tx: Tx, promotionId: string, stock: number): Promise<void> {
  await sql`
    insert into flash_piece (promotion_id, ordinal)
    select ${promotionId}::uuid, generate_series(1, ${stock}::integer)`.execute(tx);
}

/**
 * Gives an order a piece that nobody else has or is taking at this moment. False when there is none: nobody waits here for what
 * another is about to take.
 */
export async function claimPiece(tx: Tx, promotionId: string, orderId: string): Promise<boolean> {
  const { rows } = await sql`
    with free as materialized (
      select promotion_id, ordinal from flash_piece
      where promotion_id = ${promotionId} and order_id is null
      order by ordinal limit 1 for update skip locked
    )
    update flash_piece f set order_id = ${orderId}::uuid from free
    where f.promotion_id = free.promotion_id and f.ordinal = free.ordinal returning f.ordinal`.execute(
    tx,
  );
  return rows.length === 1;
}

/** The piece that an order holds is sold; changes nothing where it holds none. */
export function soldPiece(orderId: string, at: Date): Write {
  return {
    statement: sql`
      update flash_piece set sold_at = ${at} where order_id = ${orderId} and sold_at is null returning ordinal`,
    isOptional: true,
  };
}

/** Takes an order's piece from it. Answers of which sale it was, if it had one. */
export async function unclaimPiece(tx: Tx, orderId: string): Promise<string | undefined> {
  const { rows } = await sql<{ promotionId: string }>`
    update flash_piece set order_id = null, sold_at = null where order_id = ${orderId}
    returning promotion_id`.execute(tx);
  return rows[0]?.promotionId;
}

/** Flash sales that have not ended and of which nothing is left. */
export async function selectSoldOut(db: Db, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from promotion p where p.kind = 'flash' and p.ends_at > ${now} and not ${hasPiece}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** A flash sale of a work that runs or will, as buyers see it. */
export interface FlashRow {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly price: Money;
  readonly stock: number;
  readonly sold: number;
  readonly held: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** The flash sales of a work that run at `now` or will, in the order in which they begin. */
export async function selectFlashSales(db: Db, workId: string, now: Date): Promise<FlashRow[]> {
  const { rows } = await sql<FlashRow>`
    select p.id, p.name, p.name_en, reduced_price(o.price, p.off_bps, p.price) as price, p.stock,
      ${soldPieces} as sold, ${heldPieces} as held, p.starts_at, p.ends_at
    from promotion p join offer o on o.work_id = ${workId} and o.retired_at is null
    where p.kind = 'flash' and p.ends_at > ${now} and p.scope_ids @> array[${workId}::uuid]
    order by p.starts_at, p.id`.execute(db);
  return rows;
}
