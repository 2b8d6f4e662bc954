import { sql } from 'kysely';
import type { Tx } from '#platform/db.ts';
import type { LinePart } from '../types.ts';

const sumOf = (parts: readonly LinePart[]): number =>
  parts.reduce((sum, { amount }) => sum + amount, 0);

/** Parts of an order's lines as a table: `part (id, amount)`. */
const partTable = (parts: readonly LinePart[]) => sql`
  unnest(${parts.map(({ lineId }) => lineId)}::uuid[], ${parts.map(({ amount }) => amount)}::bigint[]) as part (id, amount)`;

/** Promises parts of its lines to a refund. False when less is left of one of them, however many ask at once: whoever hears that rolls back. */
export async function reserve(tx: Tx, id: string, parts: readonly LinePart[]): Promise<boolean> {
  const { rows } = await sql`
    with line as (
      update order_line l set refunding = l.refunding + part.amount from ${partTable(parts)}
      where l.id = part.id and l.order_id = ${id} and l.refunded + l.refunding + part.amount <= l.price returning l.id
    )
    update "order" set refunding = refunding + ${sumOf(parts)}::bigint
    where id = ${id} and state in ('held', 'paid') and refunded + refunding + ${sumOf(parts)}::bigint <= total
      and (select count(*) from line) = ${parts.length}::integer returning id`.execute(tx);
  return rows.length === 1;
}

/** Takes a promise back. False when it was not made. */
export async function unreserve(tx: Tx, id: string, parts: readonly LinePart[]): Promise<boolean> {
  const { rows } = await sql`
    with line as (
      update order_line l set refunding = l.refunding - part.amount from ${partTable(parts)}
      where l.id = part.id and l.order_id = ${id} and l.refunding >= part.amount returning l.id
    )
    update "order" set refunding = refunding - ${sumOf(parts)}::bigint
    where id = ${id} and refunding >= ${sumOf(parts)}::bigint
      and (select count(*) from line) = ${parts.length}::integer returning id`.execute(tx);
  return rows.length === 1;
}

/** Turns a promise into money given back; an order without any left is refunded. False when it was not promised. */
export async function settleReserved(
  tx: Tx,
  id: string,
  parts: readonly LinePart[],
): Promise<boolean> {
  const amount = sql`${sumOf(parts)}::bigint`;
  const { rows } = await sql`
    with line as (
      update order_line l set refunding = l.refunding - part.amount, refunded = l.refunded + part.amount from ${partTable(parts)}
      where l.id = part.id and l.order_id = ${id} and l.refunding >= part.amount returning l.id
    )
    update "order" set refunding = refunding - ${amount}, refunded = refunded + ${amount},
      state = case when refunded + ${amount} = total then 'refunded' else state end
    where id = ${id} and state in ('held', 'paid') and refunding >= ${amount}
      and (select count(*) from line) = ${parts.length}::integer returning id`.execute(tx);
  return rows.length === 1;
}
